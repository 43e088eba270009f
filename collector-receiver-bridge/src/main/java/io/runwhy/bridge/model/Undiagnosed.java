package io.runwhy.bridge.model;

import java.util.List;

/**
 * No cause is named: nothing is wrong, or nothing is known.
 *
 * @param reason one sentence for a person, with the next command where one would help
 */
public record Undiagnosed(String reason, boolean healthy, List<Evidence> evidence)
    implements Verdict {
  public Undiagnosed {
    evidence = List.copyOf(evidence);
  }
}
