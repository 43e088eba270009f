package io.runwhy.extension.process;

import io.runwhy.extension.emit.Daemon;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Children that run: their ends are told on a thread of our own, each once. */
public final class Children {
  /** Most children whose end is waited for at a time; of others only the start is told. */
  static final int MAX_TRACKED = 4_096;

  /** Seconds after which an idle thread goes. */
  private static final long IDLE = 10;

  private final ChildStory story;
  private final LongSupplier oomKills;
  private final Consumer<String> warn;
  private final int limit;
  private final Executor executor;
  private final Map<Long, Child> running = new ConcurrentHashMap<>();
  private final AtomicLong untracked = new AtomicLong();

  Children(ChildStory story, LongSupplier oomKills, Consumer<String> warn, int limit) {
    this.story = story;
    this.oomKills = oomKills;
    this.warn = warn;
    this.limit = limit;
    // as many tasks as there are children: bounded by the limit
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> Daemon.of("runwhy-children", task));
    one.allowCoreThreadTimeOut(true);
    this.executor = one;
  }

  /** From now on its end is waited for. */
  void track(Child child) {
    if (running.size() >= limit) {
      if (untracked.getAndIncrement() == 0) {
        warn.accept(
            "more than "
                + limit
                + " child processes at a time: the ends of further ones are not told");
      }
      return;
    }
    running.put(key(child), child);
    JavaProcess.onExit(child.process, executor, () -> exited(child));
  }

  /** How many were not tracked. */
  long untracked() {
    return untracked.get();
  }

  /** This JVM asks the child with this pid to end. */
  void asked(long pid, boolean forcibly) {
    Child child = running.get(pid);
    if (child != null && child.process.isAlive() && child.ask(forcibly)) {
      story.asked(child, forcibly);
    }
  }

  /** Tells the ends that have not been told yet; never waits. */
  public void gather() {
    for (Child child : running.values()) {
      if (!child.process.isAlive()) {
        exited(child);
      }
    }
  }

  private void exited(Child child) {
    if (child.end()) {
      running.remove(key(child), child);
      boolean outOfMemory = oomKills.getAsLong() > child.oomKills;
      story.ended(child, new Ended(child.process.exitValue(), child.asked(), outOfMemory));
    }
  }

  long oomKills() {
    return oomKills.getAsLong();
  }

  /** Its pid; where that is not told a number that is no pid. */
  private static long key(Child child) {
    return child.pid > 0 ? child.pid : -1L - System.identityHashCode(child.process);
  }

  /** The same for a Process. */
  static long key(Process process) {
    long pid = JavaProcess.pid(process);
    return pid > 0 ? pid : -1L - System.identityHashCode(process);
  }
}
