package io.runwhy.extension.resource;

import io.runwhy.extension.resource.Cgroups.Group;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** CPU and memory of the control group that holds this process. */
final class Container {
  /** A limit from here on is none: version 1 writes the largest number for it. */
  static final long NO_LIMIT = 1L << 60;

  private static final Measure[] PRESSURES = {
    Measure.PRESSURE_CPU, Measure.PRESSURE_MEMORY, Measure.PRESSURE_IO
  };
  private static final String[] PRESSURE_FILES = {
    "/cpu.pressure", "/memory.pressure", "/io.pressure"
  };

  private final SmallFile file = new SmallFile();
  private final @Nullable Group memory;
  private final @Nullable Group cpu;
  private final @Nullable Group cpuTime;
  private final @Nullable Group pids;
  private final @Nullable Group unified;

  Container(Cgroups groups) {
    memory = groups.of("memory");
    cpu = groups.of("cpu");
    cpuTime = groups.of("cpuacct");
    pids = groups.of("pids");
    unified = groups.unified();
  }

  /** Whether there is anything to read. */
  boolean isKnown() {
    return memory != null || cpu != null || cpuTime != null;
  }

  /** The directory that memory is read in; empty when there is none. */
  String directory() {
    Group known = memory;
    return known == null ? "" : known.directory();
  }

  void read(Sample sample) {
    if (memory != null) {
      readMemory(memory, sample);
    }
    if (cpu != null) {
      readCpuLimit(cpu, sample);
      readThrottling(cpu, sample);
    }
    if (cpuTime != null) {
      readCpuTime(cpuTime, sample);
    }
    if (pids != null) {
      sample.set(Measure.CONTAINER_PIDS, file.number(pids.directory() + "/pids.current"));
      sample.set(Measure.CONTAINER_PIDS_LIMIT, file.number(pids.directory() + "/pids.max"));
    }
    if (unified != null) {
      readPressure(unified, sample);
    }
  }

  /** Processes that the kernel killed for memory; -1 when that is not told. */
  long oomKills() {
    Group group = memory;
    if (group == null) {
      return SmallFile.ABSENT;
    }
    String name = group.isSecond() ? "/memory.events" : "/memory.oom_control";
    return file.read(group.directory() + name) ? file.numberOf("oom_kill") : SmallFile.ABSENT;
  }

  private void readMemory(Group group, Sample sample) {
    String directory = group.directory();
    boolean second = group.isSecond();
    long usage = file.number(directory + (second ? "/memory.current" : "/memory.usage_in_bytes"));
    sample.set(Measure.CONTAINER_MEMORY, usage);
    if (usage >= 0 && file.read(directory + "/memory.stat")) {
      long inactive = file.numberOf(second ? "inactive_file" : "total_inactive_file");
      sample.set(
          Measure.CONTAINER_WORKING_SET, inactive < 0 ? Double.NaN : Math.max(0, usage - inactive));
    }
    sample.set(
        Measure.CONTAINER_MEMORY_PEAK,
        file.number(directory + (second ? "/memory.peak" : "/memory.max_usage_in_bytes")));
    sample.set(Measure.CONTAINER_OOM_KILLS, oomKills());
    long least = NO_LIMIT;
    List<String> directories = group.directories();
    for (int i = 0; i < directories.size(); i++) {
      long limit =
          file.number(directories.get(i) + (second ? "/memory.max" : "/memory.limit_in_bytes"));
      least = limit < 0 ? least : Math.min(least, limit);
    }
    sample.set(Measure.CONTAINER_MEMORY_LIMIT, least == NO_LIMIT ? Double.NaN : least);
  }

  private void readCpuLimit(Group group, Sample sample) {
    double least = Double.NaN;
    List<String> directories = group.directories();
    for (int i = 0; i < directories.size(); i++) {
      String directory = directories.get(i);
      long quota;
      long period;
      if (group.isSecond()) {
        quota = file.number(directory + "/cpu.max");
        period = file.number();
      } else {
        quota = file.number(directory + "/cpu.cfs_quota_us");
        period = file.number(directory + "/cpu.cfs_period_us");
      }
      if (quota > 0 && period > 0) {
        double cores = (double) quota / period;
        least = Double.isNaN(least) ? cores : Math.min(least, cores);
      }
    }
    sample.set(Measure.CONTAINER_CPU_LIMIT, least);
  }

  private void readThrottling(Group group, Sample sample) {
    if (file.read(group.directory() + "/cpu.stat")) {
      sample.set(Measure.CONTAINER_PERIODS, file.numberOf("nr_periods"));
      sample.set(Measure.CONTAINER_THROTTLED_PERIODS, file.numberOf("nr_throttled"));
      sample.set(
          Measure.CONTAINER_THROTTLED_TIME,
          group.isSecond()
              ? file.numberOf("throttled_usec") / 1e6
              : file.numberOf("throttled_time") / 1e9);
    }
  }

  private void readCpuTime(Group group, Sample sample) {
    String directory = group.directory();
    if (group.isSecond()) {
      if (file.read(directory + "/cpu.stat")) {
        sample.set(Measure.CONTAINER_CPU_TOTAL, file.numberOf("usage_usec") / 1e6);
        sample.set(Measure.CONTAINER_CPU_USER, file.numberOf("user_usec") / 1e6);
        sample.set(Measure.CONTAINER_CPU_SYSTEM, file.numberOf("system_usec") / 1e6);
      }
    } else {
      sample.set(Measure.CONTAINER_CPU_TOTAL, file.number(directory + "/cpuacct.usage") / 1e9);
      sample.set(Measure.CONTAINER_CPU_USER, file.number(directory + "/cpuacct.usage_user") / 1e9);
      sample.set(Measure.CONTAINER_CPU_SYSTEM, file.number(directory + "/cpuacct.usage_sys") / 1e9);
    }
  }

  /** Time in which at least one process waited for the resource. */
  private void readPressure(Group group, Sample sample) {
    for (int i = 0; i < PRESSURES.length; i++) {
      boolean told =
          file.read(group.directory() + PRESSURE_FILES[i])
              && file.goBehind("some")
              && file.goBehindText("total=");
      sample.set(PRESSURES[i], told ? file.number() / 1e6 : Double.NaN);
    }
  }
}
