package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Interner;
import io.runwhy.conventions.Redactor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The parts that all objects share. */
final class Meta {
  private Meta() {}

  static @Nullable JsonNode of(JsonNode object) {
    return Fields.child(object, "metadata");
  }

  /** The controlling owner, else the first owner. */
  static @Nullable ObjectRef owner(JsonNode object) {
    JsonNode first = null;
    for (JsonNode owner : Fields.objects(of(object), "ownerReferences")) {
      if (Fields.flag(owner, "controller")) {
        return ref(object, owner);
      }
      first = first == null ? owner : first;
    }
    return first == null ? null : ref(object, first);
  }

  static List<Condition> conditions(@Nullable JsonNode status) {
    List<Condition> result = new ArrayList<>();
    for (JsonNode c : Fields.objects(status, "conditions")) {
      result.add(
          new Condition(
              Interner.intern(Fields.text(c, "type")),
              Interner.intern(Fields.text(c, "status")),
              Interner.intern(Fields.text(c, "reason")),
              Interner.intern(Redactor.redact(Fields.text(c, "message"))),
              Fields.time(c, "lastTransitionTime")));
    }
    return result;
  }

  private static ObjectRef ref(JsonNode object, JsonNode owner) {
    return new ObjectRef(
        Interner.intern(Fields.text(owner, "kind")),
        Interner.intern(Fields.text(of(object), "namespace")),
        Fields.text(owner, "name"),
        Fields.text(owner, "uid"));
  }
}
