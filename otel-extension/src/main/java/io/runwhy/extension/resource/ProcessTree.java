package io.runwhy.extension.resource;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The processes that this one started, and theirs, added up. Nothing is kept between two samples: a
 * process is known by its parent being who it is, so a pid that was given to another is not
 * mistaken.
 */
final class ProcessTree {
  /** Processes of one sample; further ones are left out and counted. */
  static final int MAX_PROCESSES = 256;

  /** Threads of one sample that are asked for children; further ones are left out and counted. */
  static final int MAX_THREADS = 4_096;

  private final Proc proc;
  private final ProcStat stat = new ProcStat();
  private final long[] pids = new long[MAX_PROCESSES];
  private final long[] parents = new long[MAX_PROCESSES];
  private int found;
  private int asked;
  private long leftOut;
  private @Nullable Boolean kernelTells;

  private long user;
  private long system;
  private double memory;
  private double peak;
  private int count;

  ProcessTree(Proc proc) {
    this.proc = proc;
  }

  /**
   * Looks at them. Parents come before their children: what ends in the middle is missing once, and
   * is not counted twice.
   */
  void read(ProcStat self) {
    found = 0;
    asked = 0;
    user = self.reapedUser();
    system = self.reapedSystem();
    memory = 0;
    peak = SmallFile.ABSENT;
    count = 0;
    if (kernelTells == null) {
      kernelTells = proc.hasChildren("self", self.pid());
    }
    if (kernelTells) {
      find("self", self.pid(), self.threads());
    } else {
      for (long pid : Descendants.pids(MAX_PROCESSES + 1)) {
        add(pid, 0);
      }
    }
    for (int i = 0; i < found; i++) {
      String pid = Long.toString(pids[i]);
      boolean known = proc.stat(pid, stat) && stat.pid() == pids[i];
      if (known && (parents[i] == 0 || stat.parent() == parents[i])) {
        add(pid, self);
      }
    }
  }

  private void add(String pid, ProcStat self) {
    count++;
    user += stat.user() + stat.reapedUser();
    system += stat.system() + stat.reapedSystem();
    if (stat.parent() != self.pid() || !stat.isCopyOf(self.stack())) {
      memory += proc.bytes(stat.resident());
      peak = Math.max(peak, (double) proc.peak(pid));
    }
    if (Boolean.TRUE.equals(kernelTells)) {
      find(pid, stat.pid(), stat.threads());
    }
  }

  private void find(String pid, long number, long threads) {
    if (threads == 1) {
      findOf(pid, Long.toString(number), number);
      return;
    }
    for (String thread : proc.threads(pid)) {
      findOf(pid, thread, number);
    }
  }

  private void findOf(String pid, String thread, long parent) {
    if (asked >= MAX_THREADS) {
      leftOut++;
      return;
    }
    asked++;
    SmallFile children = proc.children(pid, thread);
    while (children.hasWord()) {
      long child = children.number();
      if (children.isCut() && !children.hasWord()) {
        leftOut++; // the last number may be half of one
      } else {
        add(child, parent);
      }
    }
  }

  private void add(long pid, long parent) {
    if (pid <= 0) {
      return;
    }
    if (found >= MAX_PROCESSES) {
      leftOut++;
      return;
    }
    pids[found] = pid;
    parents[found] = parent;
    found++;
  }

  int count() {
    return count;
  }

  /** Clock ticks, of those that ended too. */
  long user() {
    return user;
  }

  /** Clock ticks, of those that ended too. */
  long system() {
    return system;
  }

  /** Bytes that are resident; what two share is counted twice. */
  double memory() {
    return memory;
  }

  /** The highest peak of a single one, in bytes; -1 when none tells. */
  double peak() {
    return peak;
  }

  /** Processes and threads that were not looked at, of all samples. */
  long leftOut() {
    return leftOut;
  }
}
