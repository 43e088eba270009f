package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Severity;
import io.runwhy.conventions.refusal.PodRefusal;
import io.runwhy.conventions.refusal.Refusal;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A Job whose pod the API server refuses: the newest FailedCreate, unless a pod was created after
 * it.
 */
final class PodNotCreated implements Rule.OfRun {
  private static final Duration CONFLICT_PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "pod-not-created";
  }

  @Override
  public void find(RunView run, Consumer<Finding> found) {
    Job job = run.job();
    if (job != null && run.history().namespaceTerminating() && run.pods().isEmpty()) {
      found.accept(
          Finding.of("PodCreate.NamespaceTerminating", Confidence.CONFIRMED)
              .evidence("namespace/" + job.namespace() + " status.phase", "Terminating", null)
              .build());
      return;
    }
    KubernetesEvent refused = run.jobEvent("FailedCreate").orElse(null);
    if (job == null || refused == null || job.isComplete() || createdAfter(run, refused)) {
      return;
    }
    Refusal refusal = PodRefusal.of(refused.message());
    Finding.Builder builder = Finding.of(refusal);
    if (refusal.code().equals("PodCreate.Conflict") && isLong(run, refused)) {
      builder.severity(Severity.WARNING);
    }
    job.template().containers().stream()
        .filter(c -> c.kind() == ContainerSpec.Kind.APP)
        .findFirst()
        .ifPresent(c -> builder.value("first_container", c.name()));
    found.accept(
        builder
            .evidence(PodView.eventEvidence(refused))
            .value("service_account", job.template().serviceAccountName())
            .build());
  }

  /**
   * Whether a pod came into being after the refusal; a pod alone does not tell, the refusal may be
   * of its successor.
   */
  private static boolean createdAfter(RunView run, KubernetesEvent refused) {
    KubernetesEvent created = run.jobEvent("SuccessfulCreate").orElse(null);
    if (created != null && created.last() != null && refused.last() != null) {
      return !created.last().isBefore(refused.last());
    }
    return run.subject()
        .map(p -> p.pod().creationTimestamp())
        .filter(t -> refused.last() == null || !t.isBefore(refused.last()))
        .isPresent();
  }

  private static boolean isLong(RunView run, KubernetesEvent refused) {
    return refused.first() != null && refused.first().plus(CONFLICT_PATIENCE).isBefore(run.now());
  }
}
