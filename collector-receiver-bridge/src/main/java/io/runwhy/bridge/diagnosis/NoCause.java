package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Undiagnosed;
import java.util.List;

/** Words for a run without a cause: all is well, or nothing is known and what to look at next. */
final class NoCause {
  private NoCause() {}

  static Undiagnosed explain(RunView run) {
    if (run.jobSucceeded()
        || run.subject().map(p -> p.pod().phase().equals("Succeeded")).orElse(false)) {
      return new Undiagnosed("The run ended well.", true, List.of());
    }
    if (run.pods().isEmpty()) {
      return new Undiagnosed("No pod of the run has been seen yet.", false, List.of());
    }
    PodView pod = run.subject().orElseThrow();
    return switch (pod.pod().phase()) {
      case "Running" -> new Undiagnosed("The run is running; nothing is wrong.", true, List.of());
      case "Pending" ->
          new Undiagnosed("The run is starting; nothing is wrong so far.", true, List.of());
      default ->
          new Undiagnosed(
              "The cause is not known. Next: kubectl describe pod "
                  + pod.name()
                  + " -n "
                  + pod.pod().namespace(),
              false,
              List.of());
    };
  }
}
