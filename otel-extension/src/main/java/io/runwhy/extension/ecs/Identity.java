package io.runwhy.extension.ecs;

import io.runwhy.conventions.Arns;
import io.runwhy.conventions.PresetTable;
import io.runwhy.extension.run.Run;
import io.runwhy.extension.stamp.EcsStamp;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whose run a task will be, before there is one, in the words that the bridge will use. */
final class Identity {
  final Run run;

  /** For the stamp; empty where nothing is to be written. */
  final String stamped;

  /** Names of the main container, the likeliest first. */
  final List<String> mains;

  private Identity(Run run, String stamped, List<String> mains) {
    this.run = run;
    this.stamped = stamped;
    this.mains = mains;
  }

  /**
   * Whose it is. Each task of a call is a run of its own: where one call starts several, no id is
   * made for them. Where an orchestrator names the run in its own words, ours are not added: they
   * would come before its own in the bridge.
   */
  static Identity of(TaskRequest request, Object sdkRequest, PresetTable presets, EcsStamp stamp) {
    Optional<PresetTable.Named> known = presets.resolve(request::value);
    if (!known.isPresent()) {
      boolean made = !request.isMany() && stamp.canName(sdkRequest, Collections.emptyList());
      String id = made ? UUID.randomUUID().toString() : "";
      return new Identity(plain(request, id, made ? "runwhy" : "ecs"), id, Collections.emptyList());
    }
    PresetTable.Named named = known.get();
    Run run =
        Run.of(
            named.id,
            named.name.isEmpty() ? request.family() : named.name,
            named.preset,
            named.deployment,
            named.workPool,
            named.workQueue);
    return new Identity(run, named.preset.equals("runwhy") ? named.id : "", named.mains);
  }

  private static Run plain(TaskRequest request, String id, String orchestrator) {
    String family = request.family();
    return Run.of(id, family, orchestrator, family, Arns.last(request.cluster()), "");
  }
}
