package io.runwhy.bridge.source;

/** The objects hold no run. The message says what they are instead. */
public final class NoRunException extends Exception {
  private static final long serialVersionUID = 1L;

  public NoRunException(String message) {
    super(message);
  }
}
