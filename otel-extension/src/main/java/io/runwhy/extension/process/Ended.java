package io.runwhy.extension.process;

import io.runwhy.conventions.ExitCodes;
import io.runwhy.extension.run.States.State;

/** What the end of a child means. */
final class Ended {
  private static final int KILLED = 128;
  private static final int MAX_SIGNAL = 64;
  private static final int SIGKILL = 9;

  private final int code;
  private final boolean asked;
  private final boolean outOfMemory;

  /**
   * @param asked whether this JVM had asked it to end
   * @param outOfMemory whether the container's counter of out-of-memory kills rose in its life
   */
  Ended(int code, boolean asked, boolean outOfMemory) {
    this.code = code;
    this.asked = asked;
    this.outOfMemory = outOfMemory;
  }

  int code() {
    return code;
  }

  /** 0 is done well even where it had been asked to end: it may have been ready by then. */
  State state() {
    if (code == 0) {
      return State.COMPLETED;
    }
    if (asked) {
      return State.CANCELLED;
    }
    return isSignal() ? State.CRASHED : State.FAILED;
  }

  /** Empty where nothing is known. */
  String meaning() {
    String meaning = ExitCodes.meaning(code);
    if (meaning.isEmpty() && isSignal()) {
      meaning = "killed by signal " + (code - KILLED);
    }
    return code == KILLED + SIGKILL && outOfMemory
        ? meaning + "; an out-of-memory kill was counted in its life"
        : meaning;
  }

  /** A shell tells the death of its own child like this too. */
  private boolean isSignal() {
    return code > KILLED && code <= KILLED + MAX_SIGNAL;
  }
}
