package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.timeline.RunTimeline.Step;
import java.util.ArrayList;
import java.util.List;

/** Gathers what one step has to say and to ask. */
final class Changes {
  private final List<RunChange> changes = new ArrayList<>(0);
  private final List<EvidenceRequest> requests = new ArrayList<>(0);

  void add(RunChange change) {
    changes.add(change);
  }

  void add(EvidenceRequest request) {
    requests.add(request);
  }

  Step step() {
    return changes.isEmpty() && requests.isEmpty() ? Step.NOTHING : new Step(changes, requests);
  }
}
