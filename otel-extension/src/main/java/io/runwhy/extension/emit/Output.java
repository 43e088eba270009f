package io.runwhy.extension.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.spool.Spool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way out: events and, at the end, the wait for their delivery. It has one daemon thread, which
 * also runs while the JVM shuts down, and no shutdown hook: who knows of the end calls {@link
 * #flush}.
 */
public final class Output {
  private final EventQueue queue;
  private final Delivery delivery;
  private final Spool spool;
  private final Counts counts;

  private Output(EventQueue queue, Delivery delivery, Spool spool, Counts counts) {
    this.queue = queue;
    this.delivery = delivery;
    this.spool = spool;
    this.counts = counts;
  }

  /**
   * Opens it. Disk and network are touched by its own thread alone.
   *
   * @param log is told once when it breaks, once when it is back, once when there is no spool
   */
  public static Output open(Options options, Resource resource, Consumer<String> log) {
    OtlpOptions otlp = new OtlpOptions(options, System::getProperty, System::getenv);
    Output output = open(options, resource, new Lazy(otlp), log);
    Daemon.of("runwhy-events", output.delivery).start();
    return output;
  }

  /** One whose thread is not started. */
  static Output open(
      Options options,
      Resource resource,
      Function<List<LogRecordData>, CompletableResultCode> exporter,
      Consumer<String> log) {
    Counts counts = new Counts();
    Spool spool =
        options.isOn(Option.SPOOL)
            ? Spool.in(
                options.text(Option.SPOOL_DIRECTORY),
                Origin.encode(resource),
                options.number(Option.SPOOL_MAX_BYTES),
                options.number(Option.SPOOL_TOTAL_BYTES),
                problem ->
                    log.accept(
                        Option.SPOOL_DIRECTORY.property()
                            + ": "
                            + problem
                            + "; events that are not delivered when this process ends are lost"))
            : Spool.none();
    Adoption adoption =
        new Adoption(spool, about -> new LogRecords(Origin.decode(about, resource)), counts);
    EventQueue queue =
        new EventQueue(
            (int) Math.min(options.number(Option.QUEUE_SIZE), Integer.MAX_VALUE),
            new LogRecords(resource),
            counts);
    Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    return new Output(
        queue,
        new Delivery(
            queue,
            spool,
            adoption,
            exporter,
            options.duration(Option.OTLP_TIMEOUT),
            backoff,
            counts,
            log),
        spool,
        counts);
  }

  /** The agent's exporter, made with the first batch. */
  private static final class Lazy implements Function<List<LogRecordData>, CompletableResultCode> {
    private final OtlpOptions options;
    private LogRecordExporter exporter = LogRecordExporter.composite();
    private Quiet quiet = Quiet.of(exporter);
    private boolean made;

    Lazy(OtlpOptions options) {
      this.options = options;
    }

    @Override
    public CompletableResultCode apply(List<LogRecordData> records) {
      if (!made) {
        exporter = Exporters.logs(options);
        quiet = Quiet.of(exporter);
        made = true;
      }
      quiet.beforeExport();
      return exporter.export(records);
    }
  }

  /** Takes events; never waits. */
  public EventSink events() {
    return queue;
  }

  /** What became of them. */
  public Counts counts() {
    return counts;
  }

  /**
   * Waits until all events are delivered, at most this long; also on a thread that was interrupted.
   *
   * @return whether they are; if not, they are in the spool, unless that is off, and the next
   *     process delivers them
   */
  public boolean flush(Duration limit) {
    return delivery.flush(limit);
  }

  Runnable work() {
    return delivery;
  }

  /** For tests: gives up the locks of the spool, as the end of the process does. */
  void abandon() {
    spool.abandon();
  }
}
