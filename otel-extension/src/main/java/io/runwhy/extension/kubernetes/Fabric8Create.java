package io.runwhy.extension.kubernetes;

import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A create of fabric8: {@code handleCreate(object, class)}. */
final class Fabric8Create implements Hook {
  private final Creations creations;
  private final Upserts upserts;

  Fabric8Create(Creations creations, Upserts upserts) {
    this.creations = creations;
    this.upserts = upserts;
  }

  @Override
  public @Nullable End enter(HookCall call) {
    Object model = call.argument(0);
    Object instance = call.instance();
    Kind kind = model == null || instance == null ? null : Kind.of(model);
    if (model == null || instance == null || kind == null) {
      return null;
    }
    Fabric8Call context = Fabric8Call.of(instance);
    if (context.isDryRun() || context.isOfSubresource()) {
      return null;
    }
    boolean upsert = upserts.isRunning();
    ApiObject object = ApiObject.of(model, kind, context.namespace(model));
    Creation creation = creations.create(object, !upsert);
    call.argument(0, creation.sent());
    creation.enter();
    return (result, thrown) -> {
      creation.leave();
      if (thrown == null) {
        creation.created(result);
      } else if (upsert && ApiError.of(thrown).status() == 409) {
        creation.ignored();
      } else {
        creation.refused(thrown);
      }
    };
  }
}
