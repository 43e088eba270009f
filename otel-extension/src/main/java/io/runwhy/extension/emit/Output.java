package io.runwhy.extension.emit;

import io.opentelemetry.sdk.resources.Resource;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import java.time.Duration;
import java.util.function.Consumer;

/** The way out: events and, at the end, the wait for their delivery. */
public final class Output {
  private final Delivery delivery;

  private Output(Delivery delivery) {
    this.delivery = delivery;
  }

  /**
   * Opens it.
   *
   * @param log is told once when it breaks, once when it is back
   */
  public static Output open(Options options, Resource resource, Consumer<String> log) {
    OtlpOptions otlp = new OtlpOptions(options, System::getProperty, System::getenv);
    Delivery delivery =
        new Delivery(
            (int) options.number(Option.QUEUE_SIZE),
            new LogRecords(resource),
            Exporters.logs(otlp),
            options.duration(Option.OTLP_TIMEOUT),
            log);
    Thread thread = new Thread(delivery, "runwhy-events");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    return new Output(delivery);
  }

  public EventSink events() {
    return delivery;
  }

  /** Waits until all is delivered, at most this long. */
  public void flush(Duration limit) {
    try {
      delivery.flush(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
