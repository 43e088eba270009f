package io.runwhy.extension.run;

import io.runwhy.conventions.RunAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Where this process runs, as far as its environment and a few small files say. */
final class Infrastructure {
  private static final String NAMESPACE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

  private final Function<String, @Nullable String> environment;
  private final Function<String, List<String>> files;

  /**
   * @param files lines of a file by its path; none when it cannot be read
   */
  Infrastructure(
      Function<String, @Nullable String> environment, Function<String, List<String>> files) {
    this.environment = environment;
    this.files = files;
  }

  /** Attributes of records; empty outside of containers. */
  Map<String, Object> attributes() {
    Map<String, Object> known = new LinkedHashMap<>();
    List<String> cgroup = files.apply("/proc/self/cgroup");
    List<String> mountinfo = files.apply("/proc/self/mountinfo");
    if (!variable("KUBERNETES_SERVICE_HOST").isEmpty()) {
      put(known, RunAttributes.K8S_POD_NAME, variable("K8S_POD_NAME", "POD_NAME", "HOSTNAME"));
      put(known, RunAttributes.K8S_NAMESPACE_NAME, namespace());
      String uid = variable("K8S_POD_UID", "POD_UID");
      put(
          known,
          RunAttributes.K8S_POD_UID,
          uid.isEmpty() ? ContainerId.pod(cgroup, mountinfo) : uid);
      put(known, RunAttributes.K8S_NODE_NAME, variable("K8S_NODE_NAME", "NODE_NAME"));
      put(known, RunAttributes.K8S_CONTAINER_NAME, variable("K8S_CONTAINER_NAME"));
    }
    put(known, RunAttributes.CONTAINER_ID, ContainerId.container(cgroup, mountinfo));
    return known;
  }

  private String namespace() {
    String named = variable("K8S_NAMESPACE_NAME", "K8S_NAMESPACE", "POD_NAMESPACE");
    if (!named.isEmpty()) {
      return named;
    }
    List<String> lines = files.apply(NAMESPACE);
    return lines.isEmpty() ? "" : lines.get(0).trim();
  }

  private String variable(String... names) {
    for (String name : names) {
      String value = environment.apply(name);
      if (value != null && !value.trim().isEmpty()) {
        return value.trim();
      }
    }
    return "";
  }

  private static void put(Map<String, Object> known, String key, String value) {
    if (!value.isEmpty() && value.length() <= Run.MAX_LENGTH) {
      known.put(key, value);
    }
  }

  /** Lines of small files of the kernel and of Kubernetes; none of those that cannot be read. */
  static List<String> read(String path) {
    return SmallFile.lines(path).orElse(Collections.emptyList());
  }
}
