package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.source.Presets;
import io.runwhy.bridge.source.Source;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of clusters of Amazon ECS in one Region: events from a queue where there is one, sweeps
 * beside it or alone, and reads on demand. Only reads, except for the messages of its queue.
 */
public final class EcsSource implements Source {
  private final EcsConfig config;
  private final LogsConfig logs;
  private final Presets presets;
  private final BridgeStats stats;
  private final InstantSource clock;
  private final AwsClients clients;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Running running;

  /** What a started source is made of. */
  private record Running(
      @Nullable QueueConsumer queue, Sweep sweep, TagLookup lookup, TaskEvidenceReader evidence) {}

  /**
   * Connects lazily: AWS that does not answer yet is tried again for ever.
   *
   * @throws IllegalArgumentException when the Region is not known
   */
  public EcsSource(
      EcsConfig config, LogsConfig logs, Presets presets, BridgeStats stats, InstantSource clock) {
    this.config = config;
    this.logs = logs;
    this.presets = presets;
    this.stats = stats;
    this.clock = clock;
    this.clients = new AwsClients(config, stats);
  }

  @Override
  public void start(ObservationSink sink) {
    Clusters clusters = new Clusters(config, clients.region());
    EcsCalls calls = new EcsCalls(clients.ecs(), config.tags());
    TaskIdentity identity = new TaskIdentity(presets);
    TaskTable table = new TaskTable(stats, clock);
    TagLookup lookup = new TagLookup(calls, clients.region(), stats, clock);
    TaskIntake intake = new TaskIntake(config, clusters, identity, table, lookup, sink);
    QueueConsumer queue =
        config.queueUrl().isEmpty()
            ? null
            : queue(new MessageHandler(intake, identity, table, clusters, sink, stats), sink);
    Sweep sweep =
        new Sweep(
            calls,
            clusters,
            clients.region(),
            () -> interval(queue),
            intake,
            table,
            sink,
            stats,
            clock);
    running = new Running(queue, sweep, lookup, new TaskEvidenceReader(clients, logs, sink, stats));
    lookup.start();
    sweep.start();
    if (queue != null) {
      queue.start();
    }
  }

  @Override
  public void read(EvidenceRequest request) {
    Running parts = running;
    if (parts != null && request instanceof EvidenceRequest.OfTask task) {
      parts.evidence().read(task);
    }
  }

  /** With a queue: whether it has been read; else whether all tasks have been listed once. */
  @Override
  public boolean ready() {
    Running parts = running;
    if (parts == null) {
      return false;
    }
    QueueConsumer queue = parts.queue();
    return queue == null ? parts.sweep().isDone() : queue.hasReceived();
  }

  @Override
  public void close() {
    Running parts = running;
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (parts != null) {
      QueueConsumer queue = parts.queue();
      if (queue != null) {
        queue.close();
      }
      parts.sweep().close();
      parts.lookup().close();
      parts.evidence().close();
    }
    clients.close();
  }

  private QueueConsumer queue(MessageHandler handler, ObservationSink sink) {
    return new QueueConsumer(
        new QueueCalls(clients.sqs(), config.queueUrl(), config.visibility()),
        config.queueUrl(),
        clients.queueRegion(),
        config.consumers(),
        config.visibility(),
        handler,
        sink,
        stats,
        clock);
  }

  /** A queue that cannot be read is stood in for. */
  private Duration interval(@Nullable QueueConsumer queue) {
    return queue == null || !queue.works() ? config.sweep() : config.sweepWithQueue();
  }
}
