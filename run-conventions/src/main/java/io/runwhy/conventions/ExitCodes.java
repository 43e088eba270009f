package io.runwhy.conventions;

/** What exit codes mean: the bridge's own table. */
public final class ExitCodes {
  private ExitCodes() {}

  /** One phrase, for example "killed by SIGKILL (signal 9)"; empty for 0 and for unknown codes. */
  public static String meaning(int code) {
    return "";
  }
}
