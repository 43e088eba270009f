package io.runwhy.extension.signal;

/** Who asked for the end: the first frame of the program above System.exit, and no more. */
final class Caller {
  private static final String[] PLATFORM = {"java.", "javax.", "jdk.", "sun.", "com.sun."};

  private Caller() {}

  /** For example {@code com.example.Main.run(Main.java:12)}; empty when there is none. */
  static String of(StackTraceElement[] stack) {
    boolean above = false;
    for (StackTraceElement frame : stack) {
      String type = frame.getClassName();
      if (type.equals("java.lang.Shutdown")) {
        above = true;
      } else if (above && !isPlatform(type)) {
        return frame.toString();
      }
    }
    return "";
  }

  private static boolean isPlatform(String type) {
    for (String start : PLATFORM) {
      if (type.startsWith(start)) {
        return true;
      }
    }
    return false;
  }
}
