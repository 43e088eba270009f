package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.source.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Asks the API server what the bridge may do, and says what each missing right costs. */
public final class Permissions {
  /** One right that the bridge uses. */
  private record Need(
      String group,
      String resource,
      String subresource,
      List<String> verbs,
      boolean required,
      boolean cluster,
      String cost) {}

  private static final List<Need> NEEDS =
      List.of(
          new Need("", "pods", "", List.of("list", "watch"), true, false, "no run is seen at all"),
          new Need(
              "batch",
              "jobs",
              "",
              List.of("list", "watch"),
              true,
              false,
              "runs that never got a pod, retries and deadlines of Jobs are not seen"),
          new Need(
              "",
              "events",
              "",
              List.of("list"),
              false,
              false,
              "volume, network, probe and quota causes are not found"),
          new Need(
              "",
              "pods",
              "log",
              List.of("get"),
              false,
              false,
              "no log is recovered, and causes that only the log tells are not found"),
          new Need(
              "",
              "persistentvolumeclaims",
              "",
              List.of("get"),
              false,
              false,
              "the state of volume claims is not told"),
          new Need(
              "",
              "namespaces",
              "",
              List.of("get"),
              false,
              false,
              "that the namespace is being deleted is not told"),
          new Need(
              "kueue.x-k8s.io",
              "workloads",
              "",
              List.of("list"),
              false,
              false,
              "why Kueue holds a Job back is not told (only with Kueue)"),
          new Need(
              "",
              "nodes",
              "",
              List.of("get", "list"),
              false,
              true,
              "\"can never fit\", exact tolerations and dead nodes are not told"));

  private Permissions() {}

  /**
   * One checked right.
   *
   * @param namespace empty for the whole cluster
   * @param cost what is lost without it
   */
  public record Result(
      String resource,
      String verb,
      String namespace,
      boolean allowed,
      boolean required,
      String cost) {}

  /** What the cluster says of a selector. */
  public record Matches(String namespace, int pods, int jobs) {}

  /**
   * Checks every right in every configured namespace.
   *
   * @throws IOException when the API server cannot be reached; the message says why
   */
  public static List<Result> check(KubernetesConfig config)
      throws IOException, InterruptedException {
    try (Api api = Api.connect(config)) {
      List<Result> results = new ArrayList<>();
      List<String> namespaces = config.namespaces().isEmpty() ? List.of("") : config.namespaces();
      for (Need need : NEEDS) {
        for (String namespace : need.cluster() ? List.of("") : namespaces) {
          for (String verb : need.verbs()) {
            results.add(review(api, need, verb, namespace));
          }
        }
      }
      return results;
    }
  }

  /**
   * How many pods and Jobs the label selector finds, at most one page each; -1 where that may not
   * be asked.
   */
  public static List<Matches> matches(KubernetesConfig config)
      throws IOException, InterruptedException {
    try (Api api = Api.connect(config)) {
      List<Matches> all = new ArrayList<>();
      for (String namespace : config.namespaces().isEmpty() ? List.of("") : config.namespaces()) {
        String scope = namespace.isEmpty() ? "" : "/namespaces/" + namespace;
        all.add(
            new Matches(
                namespace,
                count(api, "/api/v1" + scope + "/pods", config),
                count(api, "/apis/batch/v1" + scope + "/jobs", config)));
      }
      return all;
    }
  }

  private static int count(Api api, String path, KubernetesConfig config)
      throws IOException, InterruptedException {
    Api.Reply reply =
        api.get(path, Map.of("labelSelector", config.labelSelector(), "limit", "100"));
    if (reply.status() == 400) {
      throw new IOException(
          "kubernetes.label_selector \""
              + config.labelSelector()
              + "\" is refused: "
              + reply.message());
    }
    return reply.ok() ? Fields.objects(reply.body(), "items").size() : -1;
  }

  private static Result review(Api api, Need need, String verb, String namespace)
      throws IOException, InterruptedException {
    ObjectNode body = Api.JSON.createObjectNode();
    body.put("apiVersion", "authorization.k8s.io/v1");
    body.put("kind", "SelfSubjectAccessReview");
    ObjectNode attributes = body.putObject("spec").putObject("resourceAttributes");
    attributes.put("group", need.group());
    attributes.put("resource", need.resource());
    attributes.put("subresource", need.subresource());
    attributes.put("verb", verb);
    attributes.put("namespace", namespace);
    Api.Reply reply = api.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", body);
    if (!reply.ok()) {
      throw new IOException("the API server refuses to say what is allowed: " + reply.message());
    }
    String resource =
        need.resource()
            + (need.subresource().isEmpty() ? "" : "/" + need.subresource())
            + (need.group().isEmpty() ? "" : "." + need.group());
    return new Result(
        resource,
        verb,
        namespace,
        Fields.flag(Fields.child(reply.body(), "status"), "allowed"),
        need.required(),
        need.cost());
  }
}
