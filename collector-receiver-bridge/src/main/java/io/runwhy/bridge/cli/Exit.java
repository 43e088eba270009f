package io.runwhy.bridge.cli;

/** Exit codes by cause. */
public final class Exit {
  public static final int ANSWERED = 0;
  public static final int BAD_INPUT = 1;
  public static final int CANNOT_CONNECT = 2;
  public static final int UNEXPECTED = 3;

  private Exit() {}
}
