package io.runwhy.extension.signal;

import java.util.Locale;

/** Names of the signals that a JVM can be told of. */
final class Signals {
  private static final boolean MAC =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");

  private Signals() {}

  /** For example SIGTERM; "signal 42" for others. */
  static String name(int number) {
    switch (number) {
      case 1:
        return "SIGHUP";
      case 2:
        return "SIGINT";
      case 15:
        return "SIGTERM";
      case 10:
        return MAC ? "SIGBUS" : "SIGUSR1";
      case 12:
        return MAC ? "SIGSYS" : "SIGUSR2";
      case 30:
        return MAC ? "SIGUSR1" : "SIGPWR";
      case 31:
        return MAC ? "SIGUSR2" : "SIGSYS";
      case 5:
        return "SIGTRAP";
      case 13:
        return "SIGPIPE";
      case 14:
        return "SIGALRM";
      case 17:
        return MAC ? "SIGSTOP" : "SIGCHLD";
      case 18:
        return MAC ? "SIGTSTP" : "SIGCONT";
      case 28:
        return "SIGWINCH";
      default:
        return "signal " + number;
    }
  }

  /** What it asks for, as a half sentence; empty for those that mean what the program wants. */
  static String meaning(int number) {
    switch (number) {
      case 1:
        return "its terminal was closed, or it was told to read its configuration again";
      case 2:
        return "it was interrupted, as by Ctrl-C";
      case 15:
        return "it was asked to end";
      default:
        return "";
    }
  }

  /** Whether the JVM ends on it, unless the program has a handler of its own. */
  static boolean ends(int number) {
    return number == 1 || number == 2 || number == 15;
  }
}
