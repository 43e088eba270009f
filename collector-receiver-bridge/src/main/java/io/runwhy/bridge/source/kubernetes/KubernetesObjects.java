package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.Claim;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.Workload;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.source.Presets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Objects of one run that came together, as {@code kubectl get -o json} prints them, made into
 * observations.
 */
public final class KubernetesObjects {
  private final Presets presets;
  private final String cluster;

  public KubernetesObjects(Presets presets, String cluster) {
    this.presets = presets;
    this.cluster = cluster;
  }

  /** One object of a watch or a list; null when it is of a kind that begins no run. */
  public Observation.@Nullable OfRun observe(JsonNode object, String kind) {
    return switch (kind) {
      case "Pod" ->
          new Observation.PodSeen(
              presets.resolve(cluster, new ObjectView(object, false)), PodDecoder.decode(object));
      case "Job" ->
          new Observation.JobSeen(
              presets.resolve(cluster, new ObjectView(object, true)), JobDecoder.decode(object));
      default -> null;
    };
  }

  /**
   * A Pod, a Job, or a List with the pods, Jobs, events, nodes, claims and Workloads of one run, in
   * an order that the history can be folded in: the Job, then pods by age, then what was read about
   * them.
   *
   * @throws NoRunException when there is neither a pod nor a Job
   */
  public List<Observation.OfRun> observations(JsonNode root) throws NoRunException {
    List<JsonNode> objects = new ArrayList<>();
    flatten(root, objects);
    List<Observation.OfRun> runs = new ArrayList<>();
    List<KubernetesEvent> events = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    List<Claim> claims = new ArrayList<>();
    List<Workload> workloads = new ArrayList<>();
    JsonNode cronJob = null;
    boolean terminating = false;
    for (JsonNode object : objects) {
      switch (kind(object)) {
        case "Pod", "Job" -> {
          Observation.OfRun observation = observe(object, kind(object));
          if (observation != null) {
            runs.add(observation);
          }
        }
        case "Event" -> events.add(FactDecoder.event(object));
        case "Node" -> nodes.add(FactDecoder.node(object));
        case "PersistentVolumeClaim" -> claims.add(FactDecoder.claim(object));
        case "Workload" -> workloads.add(FactDecoder.workload(object));
        case "CronJob" -> cronJob = object;
        case "Namespace" -> terminating |= FactDecoder.isTerminating(object);
        default -> {}
      }
    }
    runs.addAll(gone(objects, events));
    if (runs.isEmpty()) {
      begin(cronJob, events, runs);
    }
    if (runs.isEmpty()) {
      throw new NoRunException(
          "there is no Pod and no Job in it"
              + (objects.isEmpty() ? "" : "; found kind " + quoted(kind(objects.get(0)))));
    }
    runs.sort(Comparator.comparing(KubernetesObjects::age));
    RunKey key = runs.get(0).key();
    List<Observation.OfRun> all = new ArrayList<>();
    for (Observation.OfRun run : runs) {
      all.add(withKey(run, key));
    }
    all.add(new Observation.EventsRead(key, events));
    nodes.sort(Comparator.comparing(Node::name));
    all.add(new Observation.NodesRead(key, nodes, true));
    all.add(new Observation.ClaimsRead(key, claims));
    all.add(new Observation.WorkloadsRead(key, workloads));
    if (terminating) {
      all.add(new Observation.NamespaceRead(key, true));
    }
    return all;
  }

  /** Pods that only events still tell of, with what their Job says of them. */
  private List<Observation.OfRun> gone(List<JsonNode> objects, List<KubernetesEvent> events) {
    List<Observation.OfRun> gone = new ArrayList<>();
    for (JsonNode pod : GonePods.of(objects, events)) {
      gone.add(
          new Observation.PodGone(
              presets.resolve(cluster, new ObjectView(pod, false)), PodDecoder.decode(pod), true));
    }
    return gone;
  }

  /**
   * Without a pod and a Job, what is left tells of a run that never began: its CronJob, or what the
   * events are about.
   */
  private void begin(
      @Nullable JsonNode cronJob, List<KubernetesEvent> events, List<Observation.OfRun> runs) {
    JsonNode object = cronJob;
    if (object == null) {
      KubernetesEvent telling =
          events.stream()
              .filter(e -> e.about().kind().equals("Job") || e.about().kind().equals("CronJob"))
              .min(Comparator.comparing((KubernetesEvent e) -> e.about().kind().equals("CronJob")))
              .orElse(null);
      if (telling == null) {
        return;
      }
      object = FactDecoder.named(telling.about());
    }
    if (kind(object).equals("CronJob")) {
      runs.add(
          new Observation.CronJobSeen(
              presets.resolve(cluster, new ObjectView(object, true)), FactDecoder.cronJob(object)));
    } else {
      Observation.OfRun job = observe(object, kind(object));
      if (job != null) {
        runs.add(job);
      }
    }
  }

  /** The objects sorted by the run they belong to, one list a run. */
  public List<JsonNode> split(JsonNode root) {
    List<JsonNode> objects = new ArrayList<>();
    flatten(root, objects);
    return RunSplitter.split(objects, presets, cluster);
  }

  /** What came together is one run, whatever its labels say. */
  private static Observation.OfRun withKey(Observation.OfRun run, RunKey key) {
    if (run.key().equals(key)) {
      return run;
    }
    if (run instanceof Observation.PodSeen seen) {
      return new Observation.PodSeen(rekeyed(seen.run(), key), seen.pod());
    }
    if (run instanceof Observation.PodGone gone) {
      return new Observation.PodGone(rekeyed(gone.run(), key), gone.pod(), gone.stale());
    }
    return run instanceof Observation.JobSeen seen
        ? new Observation.JobSeen(rekeyed(seen.run(), key), seen.job())
        : run;
  }

  private static RunIdentity rekeyed(RunIdentity run, RunKey key) {
    return new RunIdentity(
        key,
        run.name(),
        run.orchestrator(),
        run.namespace(),
        run.deployment(),
        run.workPool(),
        run.workQueue(),
        run.mainContainer(),
        run.traceparent());
  }

  private static void flatten(JsonNode node, List<JsonNode> into) {
    if (node.isArray()) {
      node.forEach(n -> flatten(n, into));
    } else if (node.isObject()) {
      JsonNode items = node.get("items");
      if (items != null && items.isArray()) {
        String of = kind(node);
        for (JsonNode item : items) {
          if (kind(item).isEmpty()
              && of.endsWith("List")
              && item instanceof tools.jackson.databind.node.ObjectNode o) {
            o.put("kind", of.substring(0, of.length() - "List".length()));
          }
          flatten(item, into);
        }
      } else {
        into.add(node);
      }
    }
  }

  private static String kind(JsonNode object) {
    return Fields.text(object, "kind");
  }

  private static String quoted(String kind) {
    return kind.isEmpty() ? "none (no field kind)" : '"' + kind + '"';
  }

  /** Jobs first, then pods by creation, then by name. */
  private static String age(Observation.OfRun run) {
    Pod pod =
        run instanceof Observation.PodSeen seen
            ? seen.pod()
            : run instanceof Observation.PodGone gone ? gone.pod() : null;
    if (pod != null) {
      Instant since = pod.creationTimestamp() == null ? pod.startTime() : pod.creationTimestamp();
      return "1" + (since == null ? "" : since) + pod.name();
    }
    return run instanceof Observation.JobSeen seen ? "0" + seen.job().name() : "0";
  }
}
