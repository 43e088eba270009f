package io.runwhy.extension.kubernetes;

import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.stamp.Model;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A create of the official client: {@code createNamespaced...(namespace, body, pretty, dryRun,
 * fieldManager, fieldValidation)}, and with a callback as the last argument where it is
 * asynchronous.
 */
final class OfficialCreate implements Hook {
  private static final int NAMESPACE = 0;
  private static final int BODY = 1;
  private static final int DRY_RUN = 3;
  private static final int CALLBACK = 6;

  private final Creations creations;

  OfficialCreate(Creations creations) {
    this.creations = creations;
  }

  @Override
  public @Nullable End enter(HookCall call) {
    Object body = call.argument(BODY);
    Kind kind = body == null ? null : Kind.of(body);
    if (body == null || kind == null || call.argument(DRY_RUN) != null) {
      return null;
    }
    Object namespace = call.argument(NAMESPACE);
    ApiObject object = ApiObject.of(body, kind, namespace == null ? "" : namespace.toString());
    boolean async = call.arguments() > CALLBACK;
    Object callback = call.argument(CALLBACK);
    if (async && callback == null) {
      return null;
    }
    Creation creation = creations.create(object, true);
    call.argument(BODY, creation.sent());
    if (callback != null) {
      call.argument(CALLBACK, CallbackProxy.of(callback, creation));
    }
    creation.enter();
    return (result, thrown) -> {
      creation.leave();
      if (thrown != null) {
        creation.refused(thrown);
      } else if (!async) {
        creation.created(Model.get(result, "data"));
      }
    };
  }
}
