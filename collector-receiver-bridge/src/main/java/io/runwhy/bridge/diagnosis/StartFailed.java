package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerState.Terminated;
import java.util.Set;
import java.util.function.Consumer;

/** A container whose process could not be started at all. */
final class StartFailed implements Rule.OfPod {
  static final PatternTable TABLE = PatternTable.load("start");

  private static final Set<String> ENDS = Set.of("StartError", "ContainerCannotRun");

  @Override
  public String name() {
    return "start-failed";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      Terminated end = container.newestEnd();
      WaitingCause waiting = container.waitingCause();
      if (end != null && ENDS.contains(end.reason())) {
        found.accept(
            finding(container, end.message())
                .evidence(container.endEvidence(end))
                .evidence(container.endPath(end) + ".message", end.message(), null)
                .value("exit_code", Integer.toString(end.exitCode()))
                .build());
      } else if (waiting != null && waiting.reason().equals("RunContainerError")) {
        found.accept(finding(container, waiting.message()).evidence(waiting.evidence()).build());
      }
    }
  }

  private static Finding.Builder finding(ContainerView container, String text) {
    PatternTable.Match match = TABLE.first(text);
    Finding.Builder builder = Finding.of(match, "Start.Other");
    return builder
        .container(container)
        .value("text", Texts.quote(text))
        .value("command_line", commandLine(container));
  }

  private static String commandLine(ContainerView container) {
    io.runwhy.bridge.model.ContainerSpec spec = container.spec();
    return spec == null ? "" : spec.command();
  }
}
