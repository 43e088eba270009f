package io.runwhy.extension.run;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What a JVM knows of its own process. */
final class ProcessFacts {
  final long pid;

  /** 0 on Java 8, which does not tell. */
  final long parentPid;

  final Instant start;
  final String runtimeName;
  final String runtimeVersion;

  ProcessFacts(long pid, long parentPid, Instant start, String runtimeName, String runtimeVersion) {
    this.pid = pid;
    this.parentPid = parentPid;
    this.start = start;
    this.runtimeName = runtimeName;
    this.runtimeVersion = runtimeVersion;
  }

  /**
   * Reads them.
   *
   * @param now stands for the start in a runtime that does not tell it
   */
  static ProcessFacts read(Instant now) {
    long pid = handle("current");
    Instant start = start();
    if (pid == 0 || start == null) {
      try {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        start = Instant.ofEpochMilli(runtime.getStartTime());
        pid = pid > 0 ? pid : pid(runtime.getName());
      } catch (LinkageError | RuntimeException ignored) {
        // a runtime without the module java.management
      }
    }
    return new ProcessFacts(
        pid,
        handle("parent"),
        start == null ? now : start,
        System.getProperty("java.runtime.name", ""),
        System.getProperty("java.runtime.version", ""));
  }

  /** The launcher, JVM options, main class and arguments, as they were given. Takes a while. */
  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(
        System.getProperty("java.home", "") + File.separator + "bin" + File.separator + "java");
    try {
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    } catch (LinkageError | RuntimeException ignored) {
      // a runtime without the module java.management
    }
    String main = System.getProperty("sun.java.command", "");
    if (!main.isEmpty()) {
      command.addAll(Arrays.asList(main.split(" ")));
    }
    return command;
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

  /** The pid of this process or of its parent; 0 on Java 8. */
  private static long handle(String which) {
    try {
      Class<?> type = Class.forName("java.lang.ProcessHandle");
      Object handle = type.getMethod("current").invoke(null);
      if (which.equals("parent")) {
        handle = ((Optional<?>) type.getMethod("parent").invoke(handle)).orElse(null);
      }
      return handle == null ? 0 : (Long) type.getMethod("pid").invoke(handle);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return 0;
    }
  }

  /** When the system started this process; null on Java 8. */
  private static @Nullable Instant start() {
    try {
      Class<?> type = Class.forName("java.lang.ProcessHandle");
      Object info = type.getMethod("info").invoke(type.getMethod("current").invoke(null));
      Object start =
          Class.forName("java.lang.ProcessHandle$Info").getMethod("startInstant").invoke(info);
      return (Instant) ((Optional<?>) start).orElse(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
