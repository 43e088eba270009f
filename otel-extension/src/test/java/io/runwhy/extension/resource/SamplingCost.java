package io.runwhy.extension.resource;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sample costs: {@code java -cp target/test-classes:target/classes:... SamplingCost
 * [samples] [children]}. Prints the CPU time of one and the share of a core at one sample in 10 s.
 */
public final class SamplingCost {
  private SamplingCost() {}

  public static void main(String[] args) throws Exception {
    int samples = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int children = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i < children; i++) {
        processes.add(new ProcessBuilder("sleep", "600").start());
      }
      Sampler sampler =
          new Sampler(
              "/proc",
              "/sys/fs/cgroup",
              true,
              System::nanoTime,
              Runtime.getRuntime()::availableProcessors,
              (option, what) -> System.out.println(option.property() + ": " + what));
      String[] last = new String[1];
      sampler.read(sample -> last[0] = sample.toString());
      System.out.println(last[0]);
      long first = measure(sampler, 20);
      long micros = measure(sampler, samples);
      System.out.printf(
          "%d children, %d samples: %d us of CPU a sample (the first 20: %d us), %.4f %% of a core"
              + " at one in 10 s, %d bytes allocated%n",
          children, samples, micros, first, micros / 1e5, allocated(sampler));
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private static long measure(Sampler sampler, int samples) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < samples; i++) {
      sampler.read(sample -> {});
    }
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
        / samples
        / 1_000;
  }

  private static long allocated(Sampler sampler) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    sampler.read(sample -> {});
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
