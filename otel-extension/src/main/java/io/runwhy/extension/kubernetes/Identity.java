package io.runwhy.extension.kubernetes;

import io.runwhy.conventions.PresetTable;
import io.runwhy.conventions.RunKeys;
import io.runwhy.extension.run.Run;
import io.runwhy.extension.stamp.OwnStamps;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Whose run an object is, and what has to be written onto it so that the bridge says the same. */
final class Identity {
  private static final Pattern LABEL_VALUE =
      Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  final Run run;

  /** The run's id as it was given, uncut; empty when it is not known. */
  final String id;

  /** Value of the run's label; empty when none is to be written. */
  final String label;

  /** Names of the main container, the likeliest first. */
  final List<String> mains;

  private Identity(Run run, String id, String label, List<String> mains) {
    this.run = run;
    this.id = id;
    this.label = label;
    this.mains = mains;
  }

  /**
   * Whose it is.
   *
   * @param labels whether a label can be written
   */
  static Identity of(ApiObject object, PresetTable presets, boolean labels, OwnStamps own) {
    Optional<PresetTable.Named> known =
        presets.resolve(
            part -> theirs(part, object.sharedValue(part), own),
            part -> theirs(part, object.value(part), own));
    if (known.isPresent()) {
      PresetTable.Named named = known.get();
      String name = named.name.isEmpty() ? object.name() : named.name;
      return new Identity(
          Run.of(named.id, name, named.preset, named.deployment, named.workPool, named.workQueue),
          named.id,
          "",
          named.mains);
    }
    if (!object.kind().isRun()) {
      return unknown(object);
    }
    String part = "label:" + RunKeys.RUN_ID;
    String given = theirs(part, object.value(part), own);
    boolean carried = !theirs(part, object.sharedValue(part), own).isEmpty();
    if (!given.isEmpty()) {
      // the user's word for it; the pods of a Job get it too
      boolean writable = labels && LABEL_VALUE.matcher(given).matches();
      return carried || writable ? named(object, given, carried ? "" : given) : unknown(object);
    }
    if (!labels) {
      return unknown(object);
    }
    String id = UUID.randomUUID().toString();
    own.add(RunKeys.RUN_ID, id);
    return named(object, id, id);
  }

  private static Identity named(ApiObject object, String id, String label) {
    Run run = Run.of(id, object.name(), "runwhy", "", "", "");
    return new Identity(run, id, label, Collections.emptyList());
  }

  /** Of an object that nothing names. */
  static Identity unknown(ApiObject object) {
    Run run = Run.of("", object.name(), "", "", "", "");
    return new Identity(run, "", "", Collections.emptyList());
  }

  /** Empty when the value is a stamp of ours on a copied object: it is of another run. */
  private static String theirs(String part, String value, OwnStamps own) {
    int colon = part.indexOf(':');
    return !value.isEmpty() && colon > 0 && own.contains(part.substring(colon + 1), value)
        ? ""
        : value;
  }
}
