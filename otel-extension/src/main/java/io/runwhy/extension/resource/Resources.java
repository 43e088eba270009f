package io.runwhy.extension.resource;

import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.MetricOutput;
import io.runwhy.extension.run.OwnRun;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What this process, its children and its container use: told as metrics, and on request. */
public final class Resources {
  private final Sampler sampler;
  private final MetricOutput output;
  private final Consumer<String> log;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final boolean on;

  private Resources(Sampler sampler, MetricOutput output, Consumer<String> log, boolean on) {
    this.sampler = sampler;
    this.output = output;
    this.log = log;
    this.on = on;
  }

  /**
   * Starts to measure, on a thread of the output: the caller waits for nothing.
   *
   * @param environment variables of this process
   * @param log is told once of each switch that names what cannot be read
   */
  public static Resources start(
      Options options,
      OwnRun own,
      MetricOutput output,
      Map<String, String> environment,
      Consumer<String> log) {
    Sampler sampler =
        new Sampler(
            options.text(Option.PROC_ROOT),
            options.text(Option.CGROUP_ROOT),
            options.isOn(Option.RESOURCE_CHILDREN),
            System::nanoTime,
            Runtime.getRuntime()::availableProcessors,
            (option, what) -> log.accept(option.property() + ": " + what));
    Resources resources = new Resources(sampler, output, log, options.isOn(Option.RESOURCE));
    if (resources.on) {
      boolean kubernetes = environment.containsKey("KUBERNETES_SERVICE_HOST");
      output.start(
          meter ->
              ResourceMeters.add(
                  meter,
                  resources::read,
                  own.run().attributes(),
                  kubernetes,
                  options.isOn(Option.RESOURCE_RUN_ID)));
    }
    return resources;
  }

  /** A new sample's peaks and limits, for a record of the end. Takes under a millisecond. */
  public Peaks peaks() {
    if (!on) {
      return Peaks.UNKNOWN;
    }
    try {
      return sampler.peaks();
    } catch (RuntimeException | LinkageError e) {
      fail(e);
      return Peaks.UNKNOWN;
    }
  }

  /**
   * Processes of the container that the kernel killed for memory so far; -1 when that is not known.
   * When it rose and a child ended by signal 9, the child was killed for memory.
   */
  public long oomKills() {
    return on ? sampler.oomKills() : SmallFile.ABSENT;
  }

  /** Takes the last sample and waits for its delivery, at most this long. */
  public void flush(Duration limit) {
    if (on) {
      output.flush(limit);
    }
  }

  private void read(Consumer<Sample> use) {
    try {
      sampler.read(
          sample -> {
            sample.set(Measure.EXPORTS_LOST, output.lost());
            use.accept(sample);
          });
    } catch (RuntimeException | LinkageError e) {
      fail(e);
    }
  }

  private void fail(Throwable e) {
    if (failed.compareAndSet(false, true)) {
      log.accept(Option.RESOURCE.property() + ": a sample is left out: " + e);
    }
  }
}
