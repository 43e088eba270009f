package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.Workload;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.RateLimiter;
import io.runwhy.conventions.RunMetrics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads Kueue's Workloads of a run, in the newest version of the API that the cluster serves. A
 * cluster without Kueue is asked again only after a while. Thread-safe.
 */
final class WorkloadReader {
  static final long ABSENT_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final String LIMIT = "500";
  private static final List<String> VERSIONS = List.of("v1beta2", "v1beta1");

  private final Api api;
  private final RateLimiter limiter;
  private final BridgeStats stats;
  private volatile String served = "";
  private volatile long absentUntil;
  private volatile boolean absent;

  /**
   * The run's Workloads.
   *
   * @param trouble why they could not be read, in words for a person; empty when they could, or
   *     when there is no Kueue
   */
  record Answer(List<Workload> workloads, String trouble) {
    static final Answer NONE = new Answer(List.of(), "");
  }

  WorkloadReader(Api api, RateLimiter limiter, BridgeStats stats) {
    this.api = api;
    this.limiter = limiter;
    this.stats = stats;
  }

  Answer of(EvidenceRequest.OfPods request) throws IOException, InterruptedException {
    if (absent && System.nanoTime() - absentUntil < 0) {
      return Answer.NONE;
    }
    for (String version : served.isEmpty() ? VERSIONS : List.of(served)) {
      limiter.acquire();
      stats.count(RunMetrics.BRIDGE_READS, "workloads", 1);
      Api.Reply reply =
          api.get(
              "/apis/kueue.x-k8s.io/"
                  + version
                  + "/namespaces/"
                  + request.namespace()
                  + "/workloads",
              Map.of("limit", LIMIT));
      if (reply.status() == 403) {
        return new Answer(
            List.of(), "no permission to list workloads.kueue.x-k8s.io in " + request.namespace());
      }
      if (reply.ok()) {
        served = version;
        absent = false;
        return new Answer(own(request, reply), "");
      }
      if (reply.status() != 404) {
        return new Answer(List.of(), "workloads: the API server answered " + reply.message());
      }
    }
    served = "";
    absentUntil = System.nanoTime() + ABSENT_NANOS;
    absent = true;
    return Answer.NONE;
  }

  private static List<Workload> own(EvidenceRequest.OfPods request, Api.Reply reply) {
    List<String> owners = request.about().stream().map(ObjectRef::uid).toList();
    return Fields.objects(reply.body(), "items").stream()
        .map(FactDecoder::workload)
        .filter(w -> w.owner() != null && owners.contains(w.owner().uid()))
        .toList();
  }
}
