package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.conventions.RunMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Lists and watches one kind in one namespace on a thread of its own: pages are decoded and
 * dropped, the watch resumes from the last version it saw, 410 means list again. The sink may
 * block: then the server is read more slowly. Nothing that an object or a server does ends the
 * loop.
 */
final class WatchLoop implements AutoCloseable {
  static final Duration FIRST_WAIT = Duration.ofMillis(500);
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** A missing permission is tried again this often. */
  static final Duration FORBIDDEN_WAIT = Duration.ofMinutes(1);

  /** The server ends a watch after this time, so that a reconcile can take place between two. */
  static final Duration WATCH_LENGTH = Duration.ofSeconds(290);

  /** A watch that is being made anew counts as up for this long. */
  static final Duration READY_GAP = Duration.ofSeconds(30);

  /** Bytes of one watch event at the most; a longer one is skipped and counted. */
  static final int MAX_LINE = 16 * 1024 * 1024;

  private static final Logger logger = LoggerFactory.getLogger(WatchLoop.class);

  private final Api api;
  private final KubernetesConfig config;
  private final String kind;
  private final String path;
  private final String namespace;
  private final KubernetesObjects objects;
  private final ObservationSink sink;
  private final BridgeStats stats;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<String> badReasons = new HashSet<>();

  private volatile @Nullable InputStream open;
  private volatile long lastActivity = System.nanoTime();
  private volatile boolean listed;
  private volatile boolean up;
  private volatile boolean denied;
  private volatile long lastUp;
  private boolean productive;
  private String version = "";
  private long lastList;
  private long troubleSince;

  /** The version that was watched from is too old: everything must be listed again. */
  private static final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The server refused, and waiting is due. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Duration wait;

    RefusedException(String message, Duration wait) {
      super(message);
      this.wait = wait;
    }
  }

  WatchLoop(
      Api api,
      KubernetesConfig config,
      String kind,
      String path,
      String namespace,
      KubernetesObjects objects,
      ObservationSink sink,
      BridgeStats stats) {
    this.api = api;
    this.config = config;
    this.kind = kind;
    this.path = path;
    this.namespace = namespace;
    this.objects = objects;
    this.sink = sink;
    this.stats = stats;
    String name = dimension();
    this.thread = new Thread(this::run, "runwhy-watch-" + name);
    thread.setDaemon(true);
    stats.gauge(RunMetrics.BRIDGE_WATCH_UP, name, () -> up ? 1 : 0);
    stats.gauge(
        RunMetrics.BRIDGE_LAST_EVENT_AGE, name, () -> (System.nanoTime() - lastActivity) / 1e9);
  }

  void start() {
    thread.start();
  }

  /**
   * Whether a full list was delivered and the watch is up, or was a moment ago. What may not be
   * watched is not waited for: the permission is named in the log and by {@code runwhy check}.
   */
  boolean ready() {
    boolean lately = up || System.nanoTime() - lastUp < READY_GAP.toNanos();
    return denied || (listed && lately);
  }

  /** Cuts a watch that has been silent for too long; called now and then. */
  void cutIfIdle() {
    boolean idle = up && System.nanoTime() - lastActivity > config.watchIdle().toNanos();
    if (idle) {
      stats.count(RunMetrics.BRIDGE_WATCH_CUTS, dimension(), 1);
      closeQuietly();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    closeQuietly();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long wait = FIRST_WAIT.toMillis();
    while (closing.getCount() > 0) {
      long least = 0;
      boolean clean = false;
      productive = false;
      try {
        boolean due = System.nanoTime() - lastList > config.reconcile().toNanos();
        if (version.isEmpty() || due) {
          list();
        }
        watch();
        clean = true;
      } catch (GoneException e) {
        version = "";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RefusedException e) {
        broken(String.valueOf(e.getMessage()));
        least = e.wait.toMillis();
      } catch (IOException e) {
        broken(String.valueOf(e.getMessage()));
      } catch (RuntimeException | StackOverflowError e) {
        broken("unexpected: " + e);
      } finally {
        up = false;
      }
      if (productive) {
        wait = FIRST_WAIT.toMillis();
        if (clean) {
          // The watch did its work and ended in order: it goes on at once.
          continue;
        }
      }
      try {
        if (closing.await(Math.max(least, jittered(wait)), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      wait = Math.min(wait * 2, LONGEST_WAIT.toMillis());
    }
  }

  private void list() throws IOException, InterruptedException, GoneException, RefusedException {
    Set<String> uids = new HashSet<>();
    String next = "";
    String found = "";
    do {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("labelSelector", config.labelSelector());
      query.put("limit", Integer.toString(config.pageSize()));
      query.put("continue", next);
      Api.Reply page = api.get(path, query);
      check(page.status(), page.message(), page.retryAfterSeconds());
      lastActivity = System.nanoTime();
      JsonNode meta = Fields.child(page.body(), "metadata");
      found = Fields.text(meta, "resourceVersion");
      next = Fields.text(meta, "continue");
      JsonNode items = Fields.child(page.body(), "items");
      if (items != null) {
        for (JsonNode item : items) {
          uids.add(Fields.text(Meta.of(item), "uid"));
          deliver(item, false);
        }
      }
    } while (!next.isEmpty());
    sink.accept(new Observation.Listed(kind, namespace, uids));
    version = found;
    lastList = System.nanoTime();
    listed = true;
    recovered();
  }

  private void watch() throws IOException, InterruptedException, GoneException, RefusedException {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("watch", "1");
    query.put("allowWatchBookmarks", "true");
    query.put("resourceVersion", version);
    query.put("labelSelector", config.labelSelector());
    query.put("timeoutSeconds", Long.toString(WATCH_LENGTH.toSeconds()));
    Api.Streamed stream = api.stream(path, query, Api.READ_TIMEOUT_MS);
    if (!stream.ok()) {
      String message =
          new String(stream.body().readNBytes(4096), java.nio.charset.StandardCharsets.UTF_8);
      stream.body().close();
      check(stream.status(), message, stream.retryAfterSeconds());
    }
    try (InputStream in = stream.body()) {
      open = in;
      lastActivity = System.nanoTime();
      up = true;
      denied = false;
      recovered();
      LineReader lines =
          new LineReader(
              in, MAX_LINE, n -> bad("a watch event is longer than " + n + " bytes", null));
      byte[] line;
      while ((line = lines.next()) != null) {
        lastActivity = System.nanoTime();
        if (line.length > 0) {
          event(line);
          productive = true;
        }
      }
    } finally {
      open = null;
      up = false;
      lastUp = System.nanoTime();
    }
  }

  private void event(byte[] line) throws InterruptedException, GoneException {
    JsonNode event;
    try {
      event = Api.JSON.readTree(line);
    } catch (JacksonException e) {
      bad("a watch event is no JSON", e);
      return;
    }
    JsonNode object = Fields.child(event, "object");
    String type = Fields.text(event, "type");
    if (object == null) {
      bad("a watch event has no object", null);
      return;
    }
    if (type.equals("ERROR")) {
      if (Fields.number(object, "code") == 410) {
        throw new GoneException();
      }
      bad("the watch reports " + Fields.text(object, "message"), null);
      throw new GoneException();
    }
    String seen = Fields.text(Meta.of(object), "resourceVersion");
    if (!type.equals("BOOKMARK")) {
      deliver(object, type.equals("DELETED"));
    }
    version = seen.isEmpty() ? version : seen;
  }

  private void deliver(JsonNode object, boolean gone) throws InterruptedException {
    Observation.OfRun observation;
    try {
      observation = objects.observe(object, kind);
    } catch (RuntimeException e) {
      bad("an object cannot be read", e);
      return;
    }
    if (observation == null) {
      return;
    }
    if (gone && observation instanceof Observation.PodSeen pod) {
      sink.accept(new Observation.PodGone(pod.run(), pod.pod(), false));
    } else if (gone && observation instanceof Observation.JobSeen job) {
      sink.accept(new Observation.JobGone(job.run(), job.job(), false));
    } else {
      sink.accept(observation);
    }
  }

  private void check(int status, String message, int retryAfterSeconds)
      throws GoneException, RefusedException {
    if (status >= 200 && status < 300) {
      return;
    }
    if (status == 410) {
      throw new GoneException();
    }
    Duration wait = Duration.ofSeconds(retryAfterSeconds);
    if (status == 401 || status == 403) {
      denied = true;
      throw new RefusedException("no permission: " + message, FORBIDDEN_WAIT);
    }
    throw new RefusedException("the API server answered " + status + ": " + message, wait);
  }

  private void bad(String reason, @Nullable Throwable cause) {
    stats.count(RunMetrics.BRIDGE_BAD_OBJECTS, dimension(), 1);
    if (badReasons.size() < 20 && badReasons.add(reason)) {
      logger.warn(
          "{}: {}; it is skipped, and further ones are only counted", dimension(), reason, cause);
    }
  }

  private void broken(String reason) {
    if (troubleSince == 0 && closing.getCount() > 0) {
      troubleSince = System.nanoTime();
      logger.warn("{} cannot be watched: {}. It is tried again", dimension(), reason);
    }
    stats.count(RunMetrics.BRIDGE_WATCH_FAILURES, dimension(), 1);
  }

  private void recovered() {
    if (troubleSince != 0) {
      logger.info(
          "{} is watched again after {} s",
          dimension(),
          Duration.ofNanos(System.nanoTime() - troubleSince).toSeconds());
      troubleSince = 0;
    }
  }

  private String dimension() {
    return namespace.isEmpty() ? kind : namespace + "/" + kind;
  }

  private void closeQuietly() {
    InputStream in = open;
    if (in != null) {
      try {
        in.close();
      } catch (IOException ignored) {
        // The reader finds out by itself.
        open = null;
      }
    }
  }

  private static long jittered(long millis) {
    return millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
  }
}
