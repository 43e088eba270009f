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

  /** Whether no id was made because there is no room for it. */
  final boolean crowded;

  private Identity(Run run, String stamped, List<String> mains, boolean crowded) {
    this.run = run;
    this.stamped = stamped;
    this.mains = mains;
    this.crowded = crowded;
  }

  /**
   * Whose it is. Each task of a call is a run of its own: where one call starts several, no id is
   * made for them. Where an orchestrator names the run in its own words, ours are not added: they
   * would come before its own in the bridge. An id that we tell in another form than it has there
   * (a long one is cut) is not written a second time.
   */
  static Identity of(TaskRequest request, Object sdkRequest, PresetTable presets, EcsStamp stamp) {
    Optional<PresetTable.Named> known = presets.resolve(request::value);
    if (!known.isPresent()) {
      return unknown(request, stamp.room(sdkRequest, Collections.emptyList()));
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
    boolean ours = named.preset.equals("runwhy") && named.id.equals(run.id());
    return new Identity(run, ours ? named.id : "", named.mains, false);
  }

  private static Identity unknown(TaskRequest request, EcsStamp.Room room) {
    boolean one = !request.isMany();
    boolean made = one && room == EcsStamp.Room.FREE;
    String id = made ? UUID.randomUUID().toString() : "";
    return new Identity(
        plain(request, id, made ? "runwhy" : "ecs"),
        id,
        Collections.emptyList(),
        one && room == EcsStamp.Room.FULL);
  }

  private static Run plain(TaskRequest request, String id, String orchestrator) {
    String family = request.family();
    return Run.of(id, family, orchestrator, family, Arns.last(request.cluster()), "");
  }
}
