package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.Severity;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Every code with its texts, read once from {@code catalogue/*.yaml}. Immutable. */
public final class Catalogue {
  /** One file a family group; the order is the order of the documentation. */
  static final List<String> FILES =
      List.of(
          "pod-create",
          "queue",
          "unschedulable",
          "node-admission",
          "image",
          "config",
          "create-container",
          "start",
          "sandbox",
          "network",
          "volume",
          "oom",
          "probe",
          "evicted",
          "disruption",
          "runtime",
          "deadline",
          "deleted",
          "app",
          "signal",
          "crash-loop",
          "sidecar",
          "job",
          "submit",
          "submit-kubernetes",
          "submit-unreachable",
          "submit-process",
          "capacity",
          "task-init",
          "host",
          "dependency");

  private static final Catalogue STANDARD = load();

  private final Map<String, CatalogueEntry> entries;

  private Catalogue(Map<String, CatalogueEntry> entries) {
    this.entries = entries;
  }

  public static Catalogue standard() {
    return STANDARD;
  }

  /** All entries, in the order of the documentation. */
  public Collection<CatalogueEntry> entries() {
    return entries.values();
  }

  /** The entry of a code; a code that no file has is a fault of the build. */
  public CatalogueEntry entry(String code) {
    CatalogueEntry entry = entries.get(code);
    if (entry == null) {
      throw new IllegalArgumentException("no such code: " + code);
    }
    return entry;
  }

  /** Prefect's public label value for a code; null when Prefect has none or the code is unknown. */
  public @Nullable String prefectLabel(String code) {
    CatalogueEntry entry = entries.get(code);
    return entry == null ? null : entry.prefectLabel();
  }

  private static Catalogue load() {
    Map<String, CatalogueEntry> entries = new LinkedHashMap<>();
    for (String file : FILES) {
      String resource = "catalogue/" + file + ".yaml";
      for (JsonNode node : Yaml.read(resource)) {
        CatalogueEntry entry = entry(node, resource);
        if (entries.put(entry.code(), entry) != null) {
          throw new IllegalStateException(resource + ": " + entry.code() + " is there twice");
        }
      }
    }
    return new Catalogue(entries);
  }

  private static CatalogueEntry entry(JsonNode node, String resource) {
    String code = Yaml.required(node, "code", resource);
    String where = resource + ": " + code;
    String prefect = Yaml.optional(node, "prefect");
    return new CatalogueEntry(
        code,
        Yaml.required(node, "title", where),
        Severity.valueOf(upper(node, "severity", where)),
        FaultDomain.valueOf(upper(node, "fault_domain", where)),
        Retryable.valueOf(upper(node, "retryable", where)),
        prefect.isEmpty() ? null : prefect,
        Yaml.required(node, "summary", where).strip(),
        Yaml.optional(node, "detail").strip(),
        Yaml.required(node, "resolution", where).strip(),
        Yaml.required(node, "what", where).strip(),
        Yaml.required(node, "how", where).strip(),
        Yaml.optional(node, "confused_with").strip(),
        onEcs(node.get("ecs"), where + ": ecs"));
  }

  private static CatalogueEntry.@Nullable OnEcs onEcs(@Nullable JsonNode node, String where) {
    if (node == null) {
      return null;
    }
    String severity = Yaml.optional(node, "severity").toUpperCase(Locale.ROOT);
    String retryable = Yaml.optional(node, "retryable").toUpperCase(Locale.ROOT);
    return new CatalogueEntry.OnEcs(
        severity.isEmpty() ? null : Severity.valueOf(severity),
        retryable.isEmpty() ? null : Retryable.valueOf(retryable),
        Yaml.required(node, "summary", where).strip(),
        Yaml.optional(node, "detail").strip(),
        Yaml.required(node, "resolution", where).strip(),
        Yaml.optional(node, "how").strip());
  }

  private static String upper(JsonNode node, String key, String where) {
    return Yaml.required(node, key, where).toUpperCase(Locale.ROOT);
  }
}
