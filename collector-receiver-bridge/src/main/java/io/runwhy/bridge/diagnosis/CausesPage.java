package io.runwhy.bridge.diagnosis;

import java.util.Locale;

/** Generates docs/causes.md from the catalogue. */
public final class CausesPage {
  private CausesPage() {}

  /** The whole page. */
  public static String render() {
    StringBuilder page = new StringBuilder();
    page.append("# Causes\n\n");
    page.append(
        "Generated from the catalogue; do not edit. Codes are a public contract: they are added, never renamed.\n");
    page.append("Words in double braces are filled in with the run's own names and numbers.\n");
    String family = "";
    for (CatalogueEntry entry : Catalogue.standard().entries()) {
      if (!entry.family().equals(family)) {
        family = entry.family();
        page.append("\n## ").append(family).append('\n');
      }
      section(page, entry);
    }
    return page.toString();
  }

  private static void section(StringBuilder page, CatalogueEntry entry) {
    page.append("\n### ").append(entry.code()).append("\n\n");
    page.append(entry.title()).append(". ");
    page.append("Fault domain ").append(lower(entry.faultDomain()));
    page.append(", severity ").append(lower(entry.severity()));
    page.append(", retry ").append(lower(entry.retryable()).replace('_', ' ')).append(".");
    if (entry.prefectLabel() != null) {
      page.append(" Prefect's label: `").append(entry.prefectLabel()).append("`.");
    }
    page.append("\n\n- **What it is.** ").append(entry.what());
    page.append("\n- **How Runwhy knows.** ").append(entry.how());
    if (!entry.confusedWith().isEmpty()) {
      page.append("\n- **Often confused with.** ").append(entry.confusedWith());
    }
    page.append("\n- **What to do.**\n\n```\n").append(entry.resolution()).append("\n```\n");
    if (entry.onEcs() != null) {
      CatalogueEntry ecs = entry.ofEcs();
      page.append("\n- **On Amazon ECS.** ").append(ecs.how());
      if (ecs.severity() != entry.severity()) {
        page.append(" Severity ").append(lower(ecs.severity())).append('.');
      }
      if (ecs.retryable() != entry.retryable()) {
        page.append(" Retry ").append(lower(ecs.retryable()).replace('_', ' ')).append('.');
      }
      page.append("\n\n```\n").append(ecs.resolution()).append("\n```\n");
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
