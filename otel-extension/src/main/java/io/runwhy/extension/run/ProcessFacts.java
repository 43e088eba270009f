package io.runwhy.extension.run;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What a JVM knows of its own process. */
final class ProcessFacts {
  final long pid;

  /** 0 on Java 8, which does not tell. */
  final long parentPid;

  final Instant start;
  final String runtimeName;
  final String runtimeVersion;

  /** The launcher, JVM options, main class and arguments, as they were given. */
  final List<String> command;

  ProcessFacts(
      long pid,
      long parentPid,
      Instant start,
      String runtimeName,
      String runtimeVersion,
      List<String> command) {
    this.pid = pid;
    this.parentPid = parentPid;
    this.start = start;
    this.runtimeName = runtimeName;
    this.runtimeVersion = runtimeVersion;
    this.command = Collections.unmodifiableList(command);
  }

  static ProcessFacts read() {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    List<String> command = new ArrayList<>();
    command.add(
        System.getProperty("java.home", "") + File.separator + "bin" + File.separator + "java");
    command.addAll(runtime.getInputArguments());
    String main = System.getProperty("sun.java.command", "");
    if (!main.isEmpty()) {
      command.addAll(Arrays.asList(main.split(" ")));
    }
    return new ProcessFacts(
        pid(runtime.getName()),
        parent(),
        Instant.ofEpochMilli(runtime.getStartTime()),
        System.getProperty("java.runtime.name", ""),
        System.getProperty("java.runtime.version", ""),
        command);
  }

  /** Of a name such as 123@host; 0 when it is no such name. */
  static long pid(String name) {
    int at = name.indexOf('@');
    try {
      return at > 0 ? Long.parseLong(name.substring(0, at)) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static long parent() {
    try {
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Object current = handle.getMethod("current").invoke(null);
      java.util.Optional<?> parent =
          (java.util.Optional<?>) handle.getMethod("parent").invoke(current);
      return parent.isPresent() ? (Long) handle.getMethod("pid").invoke(parent.get()) : 0;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return 0;
    }
  }
}
