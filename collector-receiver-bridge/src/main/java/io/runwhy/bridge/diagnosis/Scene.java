package io.runwhy.bridge.diagnosis;

import java.util.Map;

/** What the texts need to know of the run that a finding belongs to. */
sealed interface Scene permits RunView, TaskRunView {
  /** The run's own names, for the templates. */
  Map<String, String> names();

  /** Whether nothing more will happen. */
  boolean isOver();

  /** Whether the attempt has been pending for longer than its budget. */
  boolean waitsTooLong(int attempt);

  /** Whether the run is on Amazon ECS, where some codes have texts of their own. */
  boolean onEcs();
}
