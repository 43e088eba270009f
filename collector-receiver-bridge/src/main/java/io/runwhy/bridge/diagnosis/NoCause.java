package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.Undiagnosed;
import java.util.ArrayList;
import java.util.List;

/** Words for a run without a cause: all is well, or nothing is known and what to look at next. */
final class NoCause {
  private NoCause() {}

  static Undiagnosed explain(RunView run) {
    if (run.jobSucceeded()) {
      return well("The run ended well.");
    }
    PodView pod = run.subject().orElse(null);
    if (pod == null && run.history().cronJob() != null) {
      return unknown(
          "No Job of CronJob "
              + run.history().cronJob().name()
              + " is known, and nothing says why. Next: kubectl describe cronjob "
              + run.history().cronJob().name()
              + " -n "
              + run.history().cronJob().namespace(),
          List.of());
    }
    if (pod == null) {
      return run.job() == null
          ? unknown("Nothing of the run has been seen yet.", List.of())
          : unknown(
              "The Job has no pod, and nothing says why. Next: kubectl describe job "
                  + run.job().name()
                  + " -n "
                  + run.job().namespace(),
              List.of());
    }
    if (pod.history().deleted() && !pod.pod().phase().equals("Succeeded")) {
      return unknown(
          "The pod is gone, and how it ended was not seen: the watch had a gap."
              + missing(run)
              + " What the cluster's log store kept of pod "
              + pod.name()
              + " may tell more.",
          seen(pod));
    }
    return switch (pod.pod().phase()) {
      case "Succeeded" -> well("The run ended well.");
      case "Running" -> well("The run is running; nothing is wrong.");
      case "Pending" ->
          run.waitsTooLong(pod.attempt())
              ? unknown(
                  "The run has been starting for "
                      + Texts.age(pod.pod().creationTimestamp(), run.now())
                      + ", and nothing seen says why it takes so long."
                      + missing(run)
                      + " Next: kubectl describe pod "
                      + pod.name()
                      + " -n "
                      + pod.pod().namespace(),
                  seen(pod))
              : well(
                  "The run is starting, for "
                      + Texts.age(pod.pod().creationTimestamp(), run.now())
                      + " now; nothing is wrong so far.");
      case "Failed" ->
          unknown(
              "The pod failed, and the cause is not known."
                  + missing(run)
                  + " Next: kubectl describe pod "
                  + pod.name()
                  + " -n "
                  + pod.pod().namespace(),
              seen(pod));
      default ->
          unknown(
              pod.pod().phase().isEmpty()
                  ? "The pod has no status yet."
                  : "The pod's phase is " + pod.pod().phase() + "; nothing more is known.",
              seen(pod));
    };
  }

  /**
   * All is well now; what ended an attempt before is worth knowing, not worth an alarm.
   *
   * @param summary what is said of {@code earlier}
   */
  static Undiagnosed wellAfter(RunView run, Finding earlier, String summary) {
    long failed = run.pods().stream().filter(p -> p.pod().phase().equals("Failed")).count();
    return new Undiagnosed(
        (run.jobSucceeded() ? "The run ended well" : "The run is running")
            + (failed == 0
                ? ""
                : " after " + failed + (failed == 1 ? " failed attempt" : " failed attempts"))
            + ". Attempt "
            + earlier.attempt()
            + ": "
            + summary,
        true,
        earlier.evidence());
  }

  private static Undiagnosed well(String reason) {
    return new Undiagnosed(reason.replace(", for  now", ""), true, List.of());
  }

  private static Undiagnosed unknown(String reason, List<Evidence> evidence) {
    return new Undiagnosed(reason, false, evidence);
  }

  private static String missing(RunView run) {
    List<String> missing = run.history().missing();
    return missing.isEmpty() ? "" : " Not read: " + String.join("; ", missing) + ".";
  }

  private static List<Evidence> seen(PodView pod) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(pod.path("status.phase"), pod.pod().phase(), null));
    if (!pod.pod().reason().isEmpty()) {
      evidence.add(pod.statusEvidence());
    }
    for (ContainerView container : pod.containers()) {
      Terminated end = container.newestEnd();
      if (end != null) {
        evidence.add(container.endEvidence(end));
      }
    }
    return evidence;
  }
}
