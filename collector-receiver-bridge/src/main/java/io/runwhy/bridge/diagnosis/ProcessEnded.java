package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Terminated;
import java.util.function.Consumer;

/**
 * A process that ended by itself with a non-zero exit code, after everything that could have ended
 * it was asked.
 */
final class ProcessEnded implements Rule.OfPod {
  @Override
  public String name() {
    return "process-ended";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      Terminated end = container.newestEnd();
      if (container.failed() && end != null && end.reason().equals("Error")) {
        found.accept(
            Finding.of(
                    code(end), end.exitCode() == 137 ? Confidence.POSSIBLE : Confidence.CONFIRMED)
                .container(container)
                .evidence(container.endEvidence(end))
                .value("exit_code", Integer.toString(end.exitCode()))
                .value("message", Texts.quote(end.message()))
                .build());
      }
    }
  }

  private static String code(Terminated end) {
    return end.exitCode() == 137 ? "Signal.KilledUnexplained" : "App.ExitError";
  }
}
