package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Diagnosis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses among findings: the one that is told, what belongs to it, what is told beside it. */
final class Findings {
  /** Contributing causes that a diagnosis carries at the most. */
  static final int CONTRIBUTING_LIMIT = 8;

  private Findings() {}

  /**
   * The first confirmed hit, else the surest. A process's own end, however sure its code, gives way
   * to a likely reason from outside that stands above it.
   */
  static Finding headline(List<Finding> findings) {
    Finding best = findings.get(0);
    for (Finding finding : findings) {
      if (finding.confidence() == Confidence.CONFIRMED) {
        boolean explained =
            isOwnEnd(finding)
                && best.confidence() == Confidence.LIKELY
                && !best.code().startsWith("Runtime.")
                && best.attempt() == finding.attempt();
        return explained ? best : finding;
      }
      if (finding.confidence().compareTo(best.confidence()) > 0) {
        best = finding;
      }
    }
    return best;
  }

  /** What the log of the process that ended by itself points to; null when it says nothing. */
  static @Nullable Finding hint(Finding headline, List<Finding> findings) {
    if (!isOwnEnd(headline)) {
      return null;
    }
    return findings.stream()
        .filter(f -> f.values().containsKey("hint"))
        .filter(f -> f.attempt() == headline.attempt() && !f.equals(headline))
        .filter(f -> f.container().equals(headline.container()))
        .findFirst()
        .orElse(null);
  }

  static boolean isOwnEnd(Finding finding) {
    return finding.code().startsWith("App.") || finding.code().startsWith("Signal.");
  }

  /**
   * Whether a hit says nothing beside the headline: the same cause again, what the Job says of its
   * pods' failures, or the unexplained signal by which an explained end was carried out.
   */
  private static boolean isEcho(Finding finding, Finding headline, List<Finding> all) {
    boolean sameCause =
        finding.code().equals(headline.code()) && finding.container().equals(headline.container());
    boolean wrapper = finding.code().startsWith("Job.");
    boolean signal =
        finding.confidence() == Confidence.POSSIBLE
            && finding.code().startsWith("Signal.")
            && (headline.code().startsWith("Queue.")
                || all.stream()
                    .anyMatch(
                        f ->
                            f.attempt() == finding.attempt()
                                && f.confidence() != Confidence.POSSIBLE));
    boolean exit =
        finding.attempt() == headline.attempt()
            && finding.container().equals(headline.container())
            && finding.code().equals("App.ExitError");
    boolean asked =
        finding.code().equals("App.CompletedInLoop") && headline.code().startsWith("Probe.");
    return sameCause || wrapper || signal || exit || asked;
  }

  /** What is told beside the headline, each cause once. */
  static List<Diagnosis.Contributing> contributing(
      Wording wording, Scene run, Finding headline, List<Finding> findings) {
    Map<String, Diagnosis.Contributing> others = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (!finding.equals(headline)
          && !isEcho(finding, headline, findings)
          && others.size() < CONTRIBUTING_LIMIT) {
        others.computeIfAbsent(
            finding.code() + '/' + finding.container(),
            key ->
                new Diagnosis.Contributing(
                    finding.code(),
                    wording.summary(run, finding),
                    finding.confidence(),
                    finding.attempt()));
      }
    }
    return List.copyOf(others.values());
  }
}
