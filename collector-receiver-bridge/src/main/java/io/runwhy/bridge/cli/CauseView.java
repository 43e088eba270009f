package io.runwhy.bridge.cli;

import io.runwhy.bridge.diagnosis.Catalogue;
import io.runwhy.bridge.diagnosis.CatalogueEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the catalogue says of a cause. */
final class CauseView {
  private final Style style;

  CauseView(Style style) {
    this.style = style;
  }

  /**
   * For a person.
   *
   * @throws CliException when the catalogue has no such code
   */
  String text(String code) {
    CatalogueEntry entry = entry(code);
    List<String> out = new ArrayList<>();
    out.add(
        style.bold(entry.code() + "  " + entry.title())
            + style.dim(
                "  ("
                    + VerdictView.lower(entry.faultDomain())
                    + ", "
                    + VerdictView.lower(entry.severity())
                    + ", retry "
                    + VerdictView.lower(entry.retryable()).replace('_', ' ')
                    + ")"));
    paragraph("What it is", entry.what(), out);
    CatalogueEntry.OnEcs onEcs = entry.onEcs();
    paragraph("How Runwhy knows", entry.how(), out);
    if (onEcs != null && !onEcs.how().isEmpty()) {
      paragraph("On Amazon ECS", onEcs.how(), out);
    }
    if (!entry.confusedWith().isEmpty()) {
      paragraph("Often confused with", entry.confusedWith(), out);
    }
    return String.join("\n", out);
  }

  /**
   * The same fields as JSON.
   *
   * @throws CliException when the catalogue has no such code
   */
  ObjectNode json(String code) {
    CatalogueEntry entry = entry(code);
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    json.put("code", entry.code());
    json.put("title", entry.title());
    json.put("severity", VerdictView.lower(entry.severity()));
    json.put("fault_domain", VerdictView.lower(entry.faultDomain()));
    json.put("retryable", VerdictView.lower(entry.retryable()));
    json.put("what", entry.what());
    json.put("how", entry.how());
    json.put("confused_with", entry.confusedWith());
    return json;
  }

  private void paragraph(String title, String text, List<String> out) {
    out.add("");
    out.add("  " + style.blue(title));
    Layout.wrap(text, style.width() - 4).forEach(l -> out.add("    " + l));
  }

  private static CatalogueEntry entry(String code) {
    List<String> near = new ArrayList<>();
    String family = code.substring(0, code.indexOf('.') + 1).toLowerCase(Locale.ROOT);
    for (CatalogueEntry entry : Catalogue.standard().entries()) {
      if (entry.code().equalsIgnoreCase(code)) {
        return entry;
      }
      if (entry.code().toLowerCase(Locale.ROOT).startsWith(family)) {
        near.add(entry.code());
      }
    }
    throw new CliException(
        Exit.BAD_INPUT,
        "CODE: \""
            + code
            + "\" is no cause of the catalogue"
            + (near.isEmpty()
                ? "; docs/causes.md lists all"
                : "; known are " + String.join(", ", near)));
  }
}
