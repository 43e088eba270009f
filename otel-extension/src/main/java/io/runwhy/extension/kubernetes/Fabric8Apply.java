package io.runwhy.extension.kubernetes;

import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.stamp.Model;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A server-side apply of fabric8: {@code handlePatch(context, current, wanted, class)}. Every other
 * patch is left alone.
 */
final class Fabric8Apply implements Hook {
  private static final int WANTED = 2;

  private final Creations creations;
  private final Applied applied;

  Fabric8Apply(Creations creations, Applied applied) {
    this.creations = creations;
    this.applied = applied;
  }

  @Override
  public @Nullable End enter(HookCall call) {
    Object patch = call.argument(0);
    Object model = call.argument(WANTED);
    Object instance = call.instance();
    if (patch == null || model == null || instance == null || !isApply(patch)) {
      return null;
    }
    Kind kind = Kind.of(model);
    Fabric8Call context = Fabric8Call.of(instance);
    if (kind == null || !kind.isRun() || context.isDryRun() || context.isOfSubresource()) {
      return null;
    }
    ApiObject object = ApiObject.of(model, kind, context.namespace(model));
    Creation creation = creations.apply(object, applied);
    call.argument(WANTED, creation.sent());
    creation.enter();
    return (result, thrown) -> {
      creation.leave();
      if (thrown != null) {
        refused(creation, thrown);
      } else if (applied.isNew(result, creation.submission().start())) {
        creation.created(result);
      } else {
        creation.ignored();
      }
    };
  }

  private static void refused(Creation creation, Throwable thrown) {
    ApiError error = ApiError.of(thrown);
    if (error.isOfExisting()) {
      ApiObject object = creation.object();
      creation.failed(error.verdict(object.kind().wireName(), object.namespace(), object.name()));
    } else {
      creation.refused(thrown);
    }
  }

  private static boolean isApply(Object patch) {
    Object dryRun = Model.get(patch, "dryRun");
    boolean dry = dryRun instanceof List && !((List<?>) dryRun).isEmpty();
    return !dry && Model.text(patch, "patchType").equals("SERVER_SIDE_APPLY");
  }
}
