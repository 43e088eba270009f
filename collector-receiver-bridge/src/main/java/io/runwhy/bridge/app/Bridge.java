package io.runwhy.bridge.app;

import io.runwhy.bridge.answer.LocalDiagnosis;
import io.runwhy.bridge.config.BridgeConfig;
import io.runwhy.bridge.diagnosis.Catalogue;
import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.emit.Emitter;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.http.HttpApi;
import io.runwhy.bridge.http.RunDirectory;
import io.runwhy.bridge.logs.LogPolicy;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.source.Presets;
import io.runwhy.bridge.source.Source;
import io.runwhy.bridge.source.ecs.EcsPresets;
import io.runwhy.bridge.source.ecs.EcsSource;
import io.runwhy.bridge.source.kubernetes.KubernetesPresets;
import io.runwhy.bridge.source.kubernetes.KubernetesSource;
import io.runwhy.bridge.timeline.RunTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bridge put together: sources, timeline, diagnosis, emit, HTTP API. Started from the end of
 * the stream to its beginning and stopped the other way round, so that what was seen is still sent.
 */
final class Bridge implements AutoCloseable {
  private static final long ANSWER_SECONDS = 10;

  private final List<Source> sources;
  private final Emitter emitter;
  private final Pipeline pipeline;
  private final HttpApi http;
  private final Runs directory = new Runs();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Wires everything; nothing runs yet.
   *
   * @param onChange sees every change too, on the timeline's thread; it must not block
   */
  Bridge(BridgeConfig config, Consumer<List<RunChange>> onChange, InstantSource clock) {
    BridgeStats stats = new BridgeStats();
    Diagnoser diagnoser = Diagnoser.with(config.budgets());
    this.sources = sources(config, stats, clock);
    RunTimeline timeline =
        new RunTimeline(
            config.timeline(),
            diagnoser::diagnose,
            diagnoser::mains,
            abnormal -> LogPolicy.recovers(config.logs().policy(), abnormal, false),
            stats,
            clock.instant());
    // The emitter reads the counts of a pipeline that is built after it.
    CountsLater counts = new CountsLater();
    this.emitter =
        new Emitter(config.emit(), counts, Catalogue.standard()::prefectLabel, stats, clock);
    this.pipeline =
        new Pipeline(
            timeline,
            changes -> {
              emitter.accept(changes);
              onChange.accept(changes);
            },
            emitter::whenExported,
            request -> sources.forEach(source -> source.read(request)),
            stats,
            clock);
    counts.from(pipeline);
    this.http = new HttpApi(config.http(), directory, new LocalDiagnosis(), clock);
  }

  void start() {
    emitter.start();
    pipeline.start();
    http.start();
    sources.forEach(source -> source.start(pipeline));
  }

  int httpPort() {
    return http.port();
  }

  /** Every known run, oldest first. */
  List<RunSnapshot> runs() throws RunDirectory.BusyException {
    return directory.list();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      sources.forEach(Source::close);
      http.close();
      pipeline.close();
      emitter.close();
    }
  }

  private static List<Source> sources(BridgeConfig config, BridgeStats stats, InstantSource clock) {
    List<Source> sources = new ArrayList<>();
    if (config.kubernetes().enabled()) {
      sources.add(
          new KubernetesSource(
              config.kubernetes(), config.logs(), kubernetesPresets(config), stats));
    }
    if (config.ecs().enabled()) {
      sources.add(new EcsSource(config.ecs(), config.logs(), ecsPresets(config), stats, clock));
    }
    return List.copyOf(sources);
  }

  /**
   * How pods and Jobs say whose they are.
   *
   * @throws IllegalArgumentException when the file of own presets is missing or wrong
   */
  static Presets kubernetesPresets(BridgeConfig config) {
    return presets(
        KubernetesPresets.standard(), "kubernetes.presets_file", config.kubernetes().presetsFile());
  }

  /** The same of tasks. */
  static Presets ecsPresets(BridgeConfig config) {
    return presets(EcsPresets.standard(), "ecs.presets_file", config.ecs().presetsFile());
  }

  private static Presets presets(Presets standard, String key, String file) {
    if (file.isEmpty()) {
      return standard;
    }
    try {
      return standard.withOwn(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new IllegalArgumentException(key + ": " + file + " cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + file + ": " + e.getMessage(), e);
    }
  }

  /** Run lookups, asked on the timeline's thread. */
  private final class Runs implements RunDirectory {
    @Override
    public @Nullable RunSnapshot find(String idOrName) throws BusyException {
      return ask(t -> t.find(idOrName, InstantSource.system().instant()));
    }

    @Override
    public List<RunSnapshot> list() throws BusyException {
      return ask(t -> t.list(InstantSource.system().instant()));
    }

    @Override
    public boolean ready() {
      return sources.stream().allMatch(Source::ready);
    }

    private <T extends @Nullable Object> T ask(Function<RunTimeline, T> question)
        throws BusyException {
      CompletableFuture<T> answer = pipeline.ask(question);
      try {
        return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BusyException("the bridge is stopping");
      } catch (ExecutionException | TimeoutException e) {
        throw new BusyException("the bridge is too busy to answer; try again");
      }
    }
  }
}
