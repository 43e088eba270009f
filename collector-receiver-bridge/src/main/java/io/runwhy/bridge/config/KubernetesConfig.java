package io.runwhy.bridge.config;

import java.time.Duration;
import java.util.List;

/**
 * Which cluster and which of its objects.
 *
 * @param enabled whether Kubernetes is watched at all
 * @param clusterName {@code k8s.cluster.name} on every record; ids hash it in
 * @param namespaces namespaces to watch; empty for all
 * @param labelSelector sent to the API server with every list and watch; empty for all objects
 * @param kubeconfig path of a kubeconfig; empty for KUBECONFIG, ~/.kube/config, then the pod's
 *     service account
 * @param context context of the kubeconfig; empty for the current one
 * @param presetsFile path of own presets, put in front of the shipped ones; empty for none
 * @param pageSize objects of one list page
 * @param reconcile how often everything is listed again
 * @param watchIdle a watch that delivers nothing, not even a bookmark, for this long is made anew
 * @param requestsPerSecond reads on demand at the most, all together
 */
public record KubernetesConfig(
    boolean enabled,
    String clusterName,
    List<String> namespaces,
    String labelSelector,
    String kubeconfig,
    String context,
    String presetsFile,
    int pageSize,
    Duration reconcile,
    Duration watchIdle,
    int requestsPerSecond) {
  public static final KubernetesConfig DEFAULT =
      new KubernetesConfig(
          true,
          "",
          List.of(),
          "",
          "",
          "",
          "",
          500,
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          10);

  public KubernetesConfig {
    namespaces = List.copyOf(namespaces);
  }
}
