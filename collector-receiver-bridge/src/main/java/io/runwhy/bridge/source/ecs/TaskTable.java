package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.source.Interner;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which version of each task was told last, and whose task it is. Events and polling meet here: a
 * version that is not newer is not told again, and an identity that tags gave stays when StopTask
 * has removed them. Bounded; stopped tasks go first, the oldest first of all. Thread-safe.
 */
final class TaskTable {
  /** Tasks that are known at the most, some 500 bytes each. */
  static final int LIMIT = 50_000;

  private final BridgeStats stats;
  private final InstantSource clock;
  private final int limit;
  private final Object lock = new Object();
  private final Map<String, Entry> live = new LinkedHashMap<>();
  private final Map<String, Entry> stopped = new LinkedHashMap<>();
  private final Set<String> skipped = new LinkedHashSet<>();

  private static final class Entry {
    final String cluster;
    RunIdentity run;
    boolean tagged;
    long version;
    boolean running;
    String instance;
    Instant heard;
    Instant described = Instant.MIN;

    Entry(Task task, RunIdentity run, boolean tagged, Instant now) {
      this.cluster = Interner.intern(task.clusterArn());
      this.run = run;
      this.tagged = tagged;
      this.version = task.version();
      this.running = task.lastStatus().equals("RUNNING");
      this.instance = Interner.intern(task.containerInstanceArn());
      this.heard = now;
    }

    void update(Task task, Instant now) {
      version = task.version();
      running = task.lastStatus().equals("RUNNING");
      instance = Interner.intern(task.containerInstanceArn());
      heard = now;
    }
  }

  TaskTable(BridgeStats stats, InstantSource clock) {
    this(stats, clock, LIMIT);
  }

  TaskTable(BridgeStats stats, InstantSource clock, int limit) {
    this.stats = stats;
    this.clock = clock;
    this.limit = limit;
    stats.gauge(RunMetrics.BRIDGE_QUEUE_DEPTH, "ecs_tasks", this::size);
  }

  /** Whose task it is; null when it is not known yet. */
  @Nullable RunIdentity run(String arn) {
    synchronized (lock) {
      Entry entry = entry(arn);
      return entry == null ? null : entry.run;
    }
  }

  /** Whether a version was told before, or a newer one. */
  boolean isOld(Task task) {
    synchronized (lock) {
      return isOld(entry(task.arn()), task);
    }
  }

  /**
   * Takes a version of a task.
   *
   * @param tagged whether the identity was made with the tags at hand
   * @return whose task it is, if that is to be told: when the version is news, or when tags say
   *     more of the same run than was known
   */
  @Nullable RunIdentity accept(Task task, RunIdentity run, boolean tagged) {
    synchronized (lock) {
      Instant now = clock.instant();
      Entry known = entry(task.arn());
      if (known == null) {
        Entry entry = new Entry(task, run, tagged, now);
        (task.isStopped() ? stopped : live).put(task.arn(), entry);
        bound();
        return run;
      }
      known.heard = now;
      boolean more = tagged && !known.tagged && known.run.key().equals(run.key());
      if (more) {
        known.tagged = true;
        more = !known.run.equals(run);
        known.run = run;
      }
      if (isOld(known, task)) {
        return more ? run : null;
      }
      known.update(task, now);
      if (task.isStopped() && live.remove(task.arn()) != null) {
        stopped.put(task.arn(), known);
      }
      return known.run;
    }
  }

  /**
   * Whether the answer of DescribeTasks can tell something new: not of a task that has stopped, and
   * of one that runs only now and then, since it leaves the list of running tasks when it ends.
   */
  boolean isWorthDescribing(String arn, boolean listedAsRunning, Duration again) {
    synchronized (lock) {
      if (stopped.containsKey(arn) || skipped.contains(arn)) {
        return false;
      }
      Entry entry = live.get(arn);
      return entry == null
          || !listedAsRunning
          || !entry.running
          || !entry.described.isAfter(clock.instant().minus(again));
    }
  }

  /** Notes that a task is none that is followed. */
  void skip(String arn) {
    synchronized (lock) {
      skipped.add(arn);
      if (skipped.size() > limit) {
        Iterator<String> oldest = skipped.iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }

  /** Notes that tasks were described just now. */
  void described(List<String> arns) {
    synchronized (lock) {
      for (String arn : arns) {
        Entry entry = live.get(arn);
        if (entry != null) {
          entry.described = clock.instant();
        }
      }
    }
  }

  /** Live tasks of a cluster that nothing was heard of for some time. */
  List<String> silent(Clusters.Watched cluster, Duration least) {
    synchronized (lock) {
      Instant before = clock.instant().minus(least);
      List<String> arns = new ArrayList<>();
      live.forEach(
          (arn, entry) -> {
            if (cluster.is(entry.cluster) && entry.heard.isBefore(before)) {
              arns.add(arn);
            }
          });
      return arns;
    }
  }

  /**
   * ECS does not know a task.
   *
   * @param silence how long nothing must have been heard of it: a new task is not known everywhere
   *     at once
   * @return its run; null when it was not known as live, or when it is too early to say
   */
  @Nullable RunKey lost(String arn, Duration silence) {
    synchronized (lock) {
      Entry entry = live.get(arn);
      if (entry == null || !entry.heard.isBefore(clock.instant().minus(silence))) {
        return null;
      }
      live.remove(arn);
      stopped.put(arn, entry);
      return entry.run.key();
    }
  }

  /** The runs that have live tasks on a host. */
  List<RunKey> on(String instanceArn) {
    synchronized (lock) {
      return live.values().stream()
          .filter(e -> e.instance.equals(instanceArn))
          .map(e -> e.run.key())
          .distinct()
          .toList();
    }
  }

  int size() {
    synchronized (lock) {
      return live.size() + stopped.size();
    }
  }

  private static boolean isOld(@Nullable Entry known, Task task) {
    return known != null && task.version() <= known.version;
  }

  private @Nullable Entry entry(String arn) {
    Entry entry = live.get(arn);
    return entry == null ? stopped.get(arn) : entry;
  }

  private void bound() {
    while (live.size() + stopped.size() > limit) {
      Iterator<String> oldest = (stopped.isEmpty() ? live : stopped).keySet().iterator();
      oldest.next();
      oldest.remove();
      stats.count(RunMetrics.BRIDGE_DROPPED, "ecs_task_table", 1);
    }
  }
}
