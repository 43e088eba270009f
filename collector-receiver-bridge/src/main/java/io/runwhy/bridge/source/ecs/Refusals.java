package io.runwhy.bridge.source.ecs;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Words for reads that were refused. A permission that the bridge lacks is logged once in its life,
 * by action; every run concerned hears of it. Thread-safe.
 */
final class Refusals {
  private static final Logger logger = LoggerFactory.getLogger(Refusals.class);

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /**
   * Why a fact is missing, for a person.
   *
   * @param action the IAM action of the call; few, so that what is remembered is bounded
   * @param what what could not be read, as a sentence without its end
   */
  String told(ReadFailure failure, String action, String what) {
    if (failure.kind() != ReadFailure.Kind.DENIED) {
      return what + ": " + failure.says();
    }
    if (logged.add(action)) {
      logger.warn(
          "No permission to {}: {}. Allow it to the role of the bridge; until then diagnoses are less certain",
          action,
          failure.says());
    }
    return "no permission to " + action;
  }
}
