package io.runwhy.extension.resource;

/** CPU and memory of this process and of those that it started, from {@code /proc}. */
final class Processes {
  private final Proc proc;
  private final ProcStat self = new ProcStat();
  private final ProcessTree tree;
  private final boolean withChildren;
  private final long startNanos;
  private final Cpu user;
  private final Cpu system;
  private final Cpu total;
  private final Cpu childrenUser;
  private final Cpu childrenSystem;
  private final Cpu childrenTotal;
  private double memoryPeak;
  private double childrenPeak;

  /**
   * @param nanos the clock of samples, now
   */
  Processes(Proc proc, boolean withChildren, long nanos) {
    this.proc = proc;
    this.withChildren = withChildren;
    this.tree = new ProcessTree(proc);
    double age = proc.stat("self", self) ? proc.age(self) : 0;
    startNanos = nanos - (long) (age * 1e9);
    user = new Cpu(0, startNanos);
    system = new Cpu(0, startNanos);
    total = new Cpu(0, startNanos);
    childrenUser = new Cpu(0, startNanos);
    childrenSystem = new Cpu(0, startNanos);
    childrenTotal = new Cpu(0, startNanos);
  }

  /**
   * Reads all.
   *
   * @return false when this process itself cannot be read
   */
  boolean read(Sample sample, long nanos, int processors) {
    if (!proc.stat("self", self)) {
      return false;
    }
    double userSeconds = proc.seconds(self.user());
    double systemSeconds = proc.seconds(self.system());
    user.read(userSeconds, nanos);
    system.read(systemSeconds, nanos);
    total.read(userSeconds + systemSeconds, nanos);
    double memory = proc.bytes(self.resident());
    memoryPeak = Math.max(memoryPeak, Math.max(memory, (double) proc.peak("self")));
    sample.set(Measure.CPU_USER, user.seconds());
    sample.set(Measure.CPU_SYSTEM, system.seconds());
    sample.set(Measure.CPU_UTILIZATION_USER, user.cores() / processors);
    sample.set(Measure.CPU_UTILIZATION_SYSTEM, system.cores() / processors);
    sample.set(Measure.CPU_PEAK, total.peak());
    sample.set(Measure.MEMORY, memory);
    sample.set(Measure.MEMORY_VIRTUAL, self.virtual());
    sample.set(Measure.MEMORY_PEAK, memoryPeak);
    sample.set(Measure.THREADS, self.threads());
    sample.set(Measure.FILE_DESCRIPTORS, proc.fileDescriptors());
    sample.set(Measure.UPTIME, (nanos - startNanos) / 1e9);
    if (withChildren) {
      readChildren(sample, nanos, processors);
    }
    return true;
  }

  private void readChildren(Sample sample, long nanos, int processors) {
    tree.read(self);
    double userSeconds = proc.seconds(tree.user());
    double systemSeconds = proc.seconds(tree.system());
    childrenUser.read(userSeconds, nanos);
    childrenSystem.read(systemSeconds, nanos);
    childrenTotal.read(userSeconds + systemSeconds, nanos);
    childrenPeak = Math.max(childrenPeak, Math.max(tree.memory(), tree.peak()));
    sample.set(Measure.CHILDREN_CPU_USER, childrenUser.seconds());
    sample.set(Measure.CHILDREN_CPU_SYSTEM, childrenSystem.seconds());
    sample.set(Measure.CHILDREN_CPU_UTILIZATION_USER, childrenUser.cores() / processors);
    sample.set(Measure.CHILDREN_CPU_UTILIZATION_SYSTEM, childrenSystem.cores() / processors);
    sample.set(Measure.CHILDREN_CPU_PEAK, childrenTotal.peak());
    sample.set(Measure.CHILDREN_MEMORY, tree.memory());
    sample.set(Measure.CHILDREN_MEMORY_PEAK, childrenPeak);
    sample.set(Measure.CHILDREN, tree.count());
    sample.set(Measure.CHILDREN_LEFT_OUT, tree.leftOut());
  }
}
