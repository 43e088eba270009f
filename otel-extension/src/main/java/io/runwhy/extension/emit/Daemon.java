package io.runwhy.extension.emit;

/**
 * Threads of ours in a program of somebody else's: they keep no process alive and hold no loader of
 * its classes.
 */
public final class Daemon {
  private Daemon() {}

  /** One that is not started. */
  public static Thread of(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
