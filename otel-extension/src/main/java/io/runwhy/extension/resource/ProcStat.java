package io.runwhy.extension.resource;

/** What {@code /proc/PID/stat} says of a process. Read again and again into the same object. */
final class ProcStat {
  /** Numbers above it are none: no clock and no page count comes so far. */
  private static final long MOST = 1L << 50;

  private static final int FIRST = 3;
  private static final int PARENT = 4;
  private static final int USER = 14;
  private static final int SYSTEM = 15;
  private static final int REAPED_USER = 16;
  private static final int REAPED_SYSTEM = 17;
  private static final int THREADS = 20;
  private static final int START = 22;
  private static final int VIRTUAL = 23;
  private static final int RESIDENT = 24;
  private static final int STACK = 28;

  private final long[] fields = new long[STACK + 1];
  private long pid;

  /**
   * Reads it. The name of a program may hold anything, parentheses and line feeds too; the fields
   * begin behind the last parenthesis.
   *
   * @return false when it is not such a file
   */
  boolean parse(SmallFile file) {
    pid = file.number();
    if (pid <= 0 || !file.goBehindLast(')')) {
      return false;
    }
    for (int field = FIRST; field <= STACK; field++) {
      fields[field] = SmallFile.ABSENT;
      if (isRead(field)) {
        fields[field] = file.number();
      } else {
        file.skipWord();
      }
    }
    for (int field = PARENT; field <= RESIDENT; field++) {
      boolean bad = fields[field] < 0 || fields[field] > MOST;
      if (isRead(field) && bad && field != VIRTUAL) {
        return false;
      }
    }
    return fields[VIRTUAL] >= 0;
  }

  private static boolean isRead(int field) {
    return field == PARENT
        || (field >= USER && field <= REAPED_SYSTEM)
        || field == THREADS
        || (field >= START && field <= RESIDENT)
        || field == STACK;
  }

  long pid() {
    return pid;
  }

  long parent() {
    return fields[PARENT];
  }

  /** Clock ticks. */
  long user() {
    return fields[USER];
  }

  /** Clock ticks. */
  long system() {
    return fields[SYSTEM];
  }

  /** Clock ticks of children that ended and were waited for, and of theirs. */
  long reapedUser() {
    return fields[REAPED_USER];
  }

  /** As {@link #reapedUser()}. */
  long reapedSystem() {
    return fields[REAPED_SYSTEM];
  }

  long threads() {
    return fields[THREADS];
  }

  /** Clock ticks since boot. With the pid it is the process. */
  long start() {
    return fields[START];
  }

  /** Bytes. */
  long virtual() {
    return fields[VIRTUAL];
  }

  /** Pages. */
  long resident() {
    return fields[RESIDENT];
  }

  /**
   * Whether it runs the very program image of the other: between fork and exec a child has the
   * parent's memory, which is not its own.
   */
  boolean isCopyOf(long stackOfOther) {
    return stackOfOther > 1 && fields[STACK] == stackOfOther;
  }

  /** Where the stack begins; 0 or 1 when that is not told. */
  long stack() {
    return fields[STACK];
  }
}
