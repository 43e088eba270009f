package io.runwhy.bridge.source.ecs;

/** AWS could not answer now; the same call may work a little later. The message says why. */
final class BusyException extends Exception {
  private static final long serialVersionUID = 1L;

  BusyException(String message, Throwable cause) {
    super(message, cause);
  }
}
