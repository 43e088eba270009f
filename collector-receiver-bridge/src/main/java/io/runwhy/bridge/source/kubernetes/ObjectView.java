package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.source.Described;
import io.runwhy.bridge.source.Fields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a preset may ask of a pod or Job: labels, annotations, literal environment values, names and
 * owners.
 */
final class ObjectView implements Described {
  /**
   * The suffix of a CronJob's Job (minutes since 1970), or the five random characters of a
   * generated name.
   */
  private static final Pattern GENERATED =
      Pattern.compile("-(?:[0-9]{7,12}|[bcdfghjklmnpqrstvwxz2456789]{5})$");

  private final JsonNode object;
  private final @Nullable JsonNode meta;
  private final @Nullable ObjectRef owner;
  private final boolean job;

  ObjectView(JsonNode object, boolean job) {
    this.object = object;
    this.meta = Meta.of(object);
    this.owner = Meta.owner(object);
    this.job = job;
  }

  @Override
  public String value(String part) {
    int colon = part.indexOf(':');
    if (colon > 0) {
      String key = part.substring(colon + 1);
      return switch (part.substring(0, colon)) {
        case "label" -> metadata("labels", key);
        case "annotation" -> metadata("annotations", key);
        case "env" -> env(key);
        case "tag" -> "";
        default -> throw new IllegalArgumentException("unknown part " + part);
      };
    }
    return switch (part) {
      case "name" -> name();
      case "namespace" -> namespace();
      case "uid" -> Fields.text(meta, "uid");
      case "owner-name" -> owner == null ? "" : owner.name();
      case "owner-uid" -> owner == null ? "" : owner.uid();
      case "job-name" -> job ? name() : ownerIs("Job") ? ownerPart(false) : "";
      case "job-uid" -> job ? Fields.text(meta, "uid") : ownerIs("Job") ? ownerPart(true) : "";
      case "base-name" -> baseName();
      default -> throw new IllegalArgumentException("unknown part " + part);
    };
  }

  /**
   * As {@link #value}, but only from what a Job's pods carry too: the Job and its pods must give
   * the same.
   */
  @Override
  public String sharedValue(String part) {
    boolean own = part.startsWith("label:") || part.startsWith("annotation:");
    if (!job || !own) {
      return value(part);
    }
    int colon = part.indexOf(':');
    return Fields.text(
        Fields.at(template(), part.startsWith("label:") ? "labels" : "annotations"),
        part.substring(colon + 1));
  }

  private String metadata(String map, String key) {
    String shared = job ? Fields.text(Fields.at(template(), map), key) : "";
    return shared.isEmpty() ? Fields.text(Fields.child(meta, map), key) : shared;
  }

  private @Nullable JsonNode template() {
    return Fields.at(object, "spec", "template", "metadata");
  }

  @Override
  public String name() {
    return Fields.text(meta, "name");
  }

  @Override
  public String namespace() {
    return Fields.text(meta, "namespace");
  }

  @Override
  public boolean hasContainer(String wanted) {
    JsonNode spec =
        job ? Fields.at(object, "spec", "template", "spec") : Fields.child(object, "spec");
    return Fields.objects(spec, "containers").stream()
        .anyMatch(c -> Fields.text(c, "name").equals(wanted));
  }

  private String baseName() {
    if (job && ownerIs("CronJob")) {
      return ownerPart(false);
    }
    String name = job ? name() : ownerIs("Job") ? ownerPart(false) : name();
    Matcher suffix = GENERATED.matcher(name);
    return suffix.find() ? name.substring(0, suffix.start()) : name;
  }

  private boolean ownerIs(String kind) {
    return owner != null && owner.kind().equals(kind);
  }

  private String ownerPart(boolean uid) {
    return owner == null ? "" : uid ? owner.uid() : owner.name();
  }

  /** A literal value only: references to Secrets and ConfigMaps are never followed. */
  private String env(String name) {
    JsonNode spec =
        job ? Fields.at(object, "spec", "template", "spec") : Fields.child(object, "spec");
    for (JsonNode container : Fields.objects(spec, "containers")) {
      for (JsonNode env : Fields.objects(container, "env")) {
        if (Fields.text(env, "name").equals(name)) {
          return Fields.text(env, "value");
        }
      }
    }
    return "";
  }
}
