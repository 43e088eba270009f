package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.source.Presets;
import io.runwhy.bridge.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pods and Jobs of one cluster: one watch per kind and namespace, and reads on demand. Only reads.
 */
public final class KubernetesSource implements Source {
  private final Api api;
  private final KubernetesConfig config;
  private final LogsConfig logs;
  private final KubernetesObjects objects;
  private final BridgeStats stats;
  private final List<WatchLoop> watches = new ArrayList<>();
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "runwhy-watchdog");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable EvidenceReader evidence;

  /**
   * Connects lazily: an API server that does not answer yet is tried again for ever.
   *
   * @throws RuntimeException when the kubeconfig cannot be read
   */
  public KubernetesSource(
      KubernetesConfig config, LogsConfig logs, Presets presets, BridgeStats stats) {
    this.api = Api.connect(config);
    this.config = config;
    this.logs = logs;
    this.stats = stats;
    String cluster = config.clusterName().isEmpty() ? api.clusterName() : config.clusterName();
    this.objects = new KubernetesObjects(presets, cluster);
  }

  @Override
  public void start(ObservationSink sink) {
    evidence = new EvidenceReader(api, config, logs, sink, stats);
    List<String> namespaces = config.namespaces().isEmpty() ? List.of("") : config.namespaces();
    for (String namespace : namespaces) {
      String scope = namespace.isEmpty() ? "" : "/namespaces/" + namespace;
      watches.add(watch("Job", "/apis/batch/v1" + scope + "/jobs", namespace, sink));
      watches.add(watch("Pod", "/api/v1" + scope + "/pods", namespace, sink));
    }
    watches.forEach(WatchLoop::start);
    var unused =
        watchdog.scheduleWithFixedDelay(
            () -> watches.forEach(WatchLoop::cutIfIdle), 10, 10, TimeUnit.SECONDS);
  }

  @Override
  public void read(EvidenceRequest request) {
    EvidenceReader reader = evidence;
    if (reader != null && request instanceof EvidenceRequest.OfPods pods) {
      reader.read(pods);
    }
  }

  @Override
  public boolean ready() {
    return !watches.isEmpty() && watches.stream().allMatch(WatchLoop::ready);
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    watches.forEach(WatchLoop::close);
    EvidenceReader reader = evidence;
    if (reader != null) {
      reader.close();
    }
    api.close();
  }

  private WatchLoop watch(String kind, String path, String namespace, ObservationSink sink) {
    return new WatchLoop(api, config, kind, path, namespace, objects, sink, stats);
  }
}
