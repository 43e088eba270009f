package io.runwhy.bridge.diagnosis;

import java.util.List;

/**
 * The decision order: a cause beats its symptoms by standing above them. The numbers are the steps
 * of the decision order in docs/architecture.md; a test holds the order.
 */
final class RuleOrder {
  static final List<Rule> STANDARD =
      List.of(
          // 4: memory
          new OomKilled(),
          // 12: images
          new ImagePull(),
          // 19: the process ended
          new ProcessEnded());

  private RuleOrder() {}
}
