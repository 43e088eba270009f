package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Claim;
import io.runwhy.bridge.model.KubernetesEvent;
import java.util.List;
import java.util.Set;

/** What is known of the volume claims of a pod that waits for them: which one, and why. */
final class ClaimFacts {
  private static final Set<String> CODES =
      Set.of("Unschedulable.PvcUnbound", "Unschedulable.VolumeBinding");

  /** Codes for which the names alone are worth telling. */
  private static final Set<String> OTHERS =
      Set.of("Unschedulable.VolumeZone", "Unschedulable.VolumeInUse");

  private static final Set<String> TELLING =
      Set.of(
          "ProvisioningFailed",
          "FailedBinding",
          "VolumeMismatch",
          "ExternalProvisioning",
          "WaitForFirstConsumer",
          "WaitForPodScheduled");

  private ClaimFacts() {}

  static void describe(PodView pod, String code, Finding.Builder builder) {
    List<String> names = pod.pod().claimNames();
    if (OTHERS.contains(code)) {
      builder.value("claim", String.join(", ", names));
    }
    if (!CODES.contains(code)) {
      return;
    }
    List<Claim> unbound =
        pod.run().history().claims().stream()
            .filter(c -> names.contains(c.name()) && c.phase().equals("Pending"))
            .toList();
    if (builder.valueOf("claim").isEmpty()) {
      builder.value(
          "claim",
          unbound.isEmpty()
              ? names.size() == 1 ? names.get(0) : ""
              : String.join(", ", unbound.stream().map(Claim::name).toList()));
    }
    for (Claim claim : unbound) {
      builder
          .value("storage_class", claim.storageClass())
          .evidence("pvc/" + claim.name() + " status.phase", claim.phase(), null);
    }
    reason(pod, names, builder);
  }

  /** The newest event of a claim that says why it is not bound. */
  private static void reason(PodView pod, List<String> names, Finding.Builder builder) {
    KubernetesEvent best = null;
    for (KubernetesEvent e : pod.run().history().events()) {
      boolean ours =
          e.about().kind().equals("PersistentVolumeClaim") && names.contains(e.about().name());
      if (ours && TELLING.contains(e.reason()) && (best == null || !weaker(e, best))) {
        best = e;
      }
    }
    if (best != null) {
      builder
          .evidence(PodView.eventEvidence(best))
          .value("claim_reason", Texts.quote(best.message()));
    }
  }

  /** Whether one only says that something is waited for while the other names a failure. */
  private static boolean weaker(KubernetesEvent e, KubernetesEvent than) {
    return !e.reason().contains("Fail") && than.reason().contains("Fail");
  }
}
