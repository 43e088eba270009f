package io.runwhy.bridge.app;

import io.runwhy.bridge.cli.CheckCommand.Result;
import io.runwhy.bridge.cli.CheckCommand.Status;
import io.runwhy.bridge.config.BridgeConfig;
import io.runwhy.bridge.emit.Emitter;
import io.runwhy.bridge.source.Presets;
import io.runwhy.bridge.source.ecs.EcsPermissions;
import io.runwhy.bridge.source.kubernetes.Permissions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What {@code runwhy check} looks at. */
final class Checks {
  private Checks() {}

  static List<Result> run(String file, Map<String, String> environment) {
    BridgeConfig config = BridgeCommand.load(file, environment);
    List<Result> results = new ArrayList<>();
    results.add(
        new Result(
            Status.OK,
            "configuration" + (file.isEmpty() ? " (defaults and variables)" : " " + file),
            ""));
    if (config.kubernetes().enabled()) {
      presets(() -> Bridge.kubernetesPresets(config), results);
      kubernetes(config, results);
    }
    if (config.ecs().enabled()) {
      presets(() -> Bridge.ecsPresets(config), results);
      ecs(config, results);
    }
    collector(config, results);
    return results;
  }

  private static void presets(Supplier<Presets> presets, List<Result> results) {
    try {
      Presets unused = presets.get();
    } catch (RuntimeException e) {
      results.add(
          new Result(Status.FAILED, String.valueOf(e.getMessage()), "the bridge does not start"));
    }
  }

  private static void kubernetes(BridgeConfig config, List<Result> results) {
    try {
      for (Permissions.Result r : Permissions.check(config.kubernetes())) {
        String where =
            r.namespace().isEmpty() ? " in the cluster" : " in namespace " + r.namespace();
        Status status = r.allowed() ? Status.OK : r.required() ? Status.FAILED : Status.GAP;
        results.add(
            new Result(
                status,
                "permission to " + r.verb() + " " + r.resource() + where,
                r.allowed() ? "" : r.cost()));
      }
      for (Permissions.Matches m : Permissions.matches(config.kubernetes())) {
        String selector = config.kubernetes().labelSelector();
        String where = m.namespace().isEmpty() ? "" : " in namespace " + m.namespace();
        boolean nothing = m.pods() == 0 && m.jobs() == 0;
        results.add(
            new Result(
                nothing ? Status.GAP : Status.OK,
                (selector.isEmpty() ? "objects" : "objects with " + selector)
                    + where
                    + ": "
                    + shown(m.pods())
                    + " pods, "
                    + shown(m.jobs())
                    + " Jobs",
                nothing
                    ? "no run is seen; correct kubernetes.label_selector or kubernetes.namespaces if there should be some"
                    : ""));
      }
    } catch (IOException e) {
      results.add(
          new Result(
              Status.UNREACHABLE,
              "Kubernetes API: " + e.getMessage(),
              "nothing is watched; check the kubeconfig and its context"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      results.add(new Result(Status.FAILED, "kubeconfig: " + e.getMessage(), "nothing is watched"));
    }
  }

  private static void ecs(BridgeConfig config, List<Result> results) {
    try {
      for (EcsPermissions.Result r : EcsPermissions.check(config.ecs())) {
        results.add(new Result(Status.valueOf(r.status().name()), r.what(), r.cost()));
      }
    } catch (RuntimeException e) {
      results.add(new Result(Status.FAILED, "ECS: " + e.getMessage(), "nothing is watched"));
    }
  }

  private static String shown(int count) {
    return count < 0 ? "?" : count >= 100 ? "100 or more" : Integer.toString(count);
  }

  private static void collector(BridgeConfig config, List<Result> results) {
    String endpoint = config.emit().endpoint().isEmpty() ? "" : " at " + config.emit().endpoint();
    try {
      String trouble = Emitter.check(config.emit());
      results.add(
          trouble.isEmpty()
              ? new Result(Status.OK, "Collector takes OTLP" + endpoint, "")
              : new Result(
                  Status.UNREACHABLE,
                  "Collector" + endpoint + ": " + trouble,
                  "nothing arrives in your stack; check otlp.endpoint or the OTEL_EXPORTER_OTLP_* variables"));
    } catch (RuntimeException e) {
      results.add(
          new Result(
              Status.FAILED,
              "OTLP configuration: " + e.getMessage(),
              "nothing arrives in your stack"));
    }
  }
}
