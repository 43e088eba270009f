package io.runwhy.extension.resource;

import io.runwhy.extension.config.Option;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Takes samples: of the processes, of the control group. Opens its sources with the first one. What
 * cannot be read is left out, and its switch is named once.
 */
final class Sampler {
  /** Bytes of a file that are read once, at the start. */
  static final int MAX_TEXT = 1 << 20;

  private final String procRoot;
  private final String cgroupRoot;
  private final boolean withChildren;
  private final LongSupplier clock;
  private final IntSupplier processors;
  private final BiConsumer<Option, String> warn;
  private final Set<Option> warned = EnumSet.noneOf(Option.class);
  private final ReentrantLock lock = new ReentrantLock();
  private final Sample sample = new Sample();
  private boolean open;
  private @Nullable Processes processes;
  private @Nullable JvmProcess jvm;
  private @Nullable Container container;
  private Cpu jvmCpu = new Cpu(0, 0);
  private Cpu containerCpu = new Cpu(0, 0);
  private double containerPeak;
  private double workingSetPeak;

  /**
   * @param clock nanoseconds of any origin, never backwards
   * @param processors that this process may use
   * @param warn is told once of a switch and what is wrong with what it names
   */
  Sampler(
      String procRoot,
      String cgroupRoot,
      boolean withChildren,
      LongSupplier clock,
      IntSupplier processors,
      BiConsumer<Option, String> warn) {
    this.procRoot = procRoot;
    this.cgroupRoot = cgroupRoot;
    this.withChildren = withChildren;
    this.clock = clock;
    this.processors = processors;
    this.warn = warn;
  }

  /** Takes a sample and shows it; it is valid during the call alone. */
  void read(Consumer<Sample> use) {
    lock.lock();
    try {
      read();
      use.accept(sample);
    } finally {
      lock.unlock();
    }
  }

  /** What was used at most. Does not wait: while a sample is taken elsewhere it is unknown. */
  Peaks peaks() {
    if (!lock.tryLock()) {
      return Peaks.UNKNOWN;
    }
    try {
      read();
      return Peaks.of(sample, workingSetPeak);
    } finally {
      lock.unlock();
    }
  }

  /** Processes that the kernel killed for memory, now; -1 when that is not known. */
  long oomKills() {
    if (!lock.tryLock()) {
      return SmallFile.ABSENT;
    }
    try {
      Container known = container;
      return known == null ? SmallFile.ABSENT : known.oomKills();
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    long now = clock.getAsLong();
    if (!open) {
      open = true;
      open(now);
    }
    sample.clear();
    int cores = Math.max(1, processors.getAsInt());
    Processes known = processes;
    if (known != null && !known.read(sample, now, cores)) {
      warnOnce(Option.PROC_ROOT, procRoot + "/self/stat cannot be read; a sample is left out");
    }
    if (jvm != null) {
      readJvm(jvm, now, cores);
    }
    if (container != null) {
      container.read(sample);
      addToContainer(now);
    }
  }

  private void open(long now) {
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    Proc proc = new Proc(procRoot);
    if (proc.stat("self", new ProcStat())) {
      processes = new Processes(proc, withChildren, now);
    } else {
      jvm = new JvmProcess();
      jvmCpu = new Cpu(0, now - (long) (jvm.uptime() * 1e9));
      if (linux || !procRoot.equals(Option.PROC_ROOT.byDefault())) {
        warnOnce(
            Option.PROC_ROOT,
            procRoot + "/self/stat cannot be read; memory and children are not measured");
      }
    }
    String memberships = text(procRoot + "/self/cgroup");
    String mounts = text(procRoot + "/self/mountinfo");
    Container found = new Container(new Cgroups(memberships, mounts, cgroupRoot));
    if (found.isKnown()) {
      container = found;
      containerCpu = new Cpu(Double.NaN, now);
    } else if (!cgroupRoot.equals(Option.CGROUP_ROOT.byDefault())
        || (linux && !new File(cgroupRoot).isDirectory())) {
      warnOnce(
          Option.CGROUP_ROOT,
          "no control group of this process is found in "
              + cgroupRoot
              + "; the container is not measured");
    }
  }

  private void readJvm(JvmProcess process, long now, int cores) {
    jvmCpu.read(process.cpuSeconds(), now);
    sample.set(Measure.CPU_TOTAL, jvmCpu.seconds());
    sample.set(Measure.CPU_UTILIZATION_TOTAL, jvmCpu.cores() / cores);
    sample.set(Measure.CPU_PEAK, jvmCpu.peak());
    sample.set(Measure.UPTIME, process.uptime());
  }

  private void addToContainer(long now) {
    containerCpu.read(sample.get(Measure.CONTAINER_CPU_TOTAL), now);
    sample.set(Measure.CONTAINER_CPU, containerCpu.cores());
    if (sample.has(Measure.CONTAINER_CPU_USER) && sample.has(Measure.CONTAINER_CPU_SYSTEM)) {
      sample.set(Measure.CONTAINER_CPU_TOTAL, Double.NaN); // the two say it
    }
    containerPeak = most(containerPeak, sample.get(Measure.CONTAINER_MEMORY));
    containerPeak = most(containerPeak, sample.get(Measure.CONTAINER_MEMORY_PEAK));
    workingSetPeak = most(workingSetPeak, sample.get(Measure.CONTAINER_WORKING_SET));
    sample.set(Measure.CONTAINER_MEMORY_PEAK, containerPeak > 0 ? containerPeak : Double.NaN);
  }

  private static double most(double before, double now) {
    return now > before ? now : before;
  }

  private void warnOnce(Option option, String what) {
    if (warned.add(option)) {
      warn.accept(option, what);
    }
  }

  private static String text(String path) {
    byte[] bytes = new byte[MAX_TEXT];
    int length = 0;
    try (InputStream in = new FileInputStream(path)) {
      int count;
      while (length < bytes.length && (count = in.read(bytes, length, bytes.length - length)) > 0) {
        length += count;
      }
    } catch (IOException | SecurityException e) {
      return "";
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
