package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An ordered table of patterns of one source of texts, read from {@code patterns/NAME.yaml}; first
 * match wins.
 */
final class PatternTable {
  private final List<TextPattern> rows;

  private PatternTable(List<TextPattern> rows) {
    this.rows = List.copyOf(rows);
  }

  /** What a row found in a text. */
  record Match(String code, Confidence confidence, Map<String, String> values) {}

  static PatternTable load(String name) {
    String resource = "patterns/" + name + ".yaml";
    List<TextPattern> rows = new ArrayList<>();
    for (JsonNode node : Yaml.read(resource)) {
      rows.add(row(node, resource));
    }
    return new PatternTable(rows);
  }

  @Nullable Match first(String text) {
    return first(text, text);
  }

  /** The first row that matches {@code subject}; its captures are tried on {@code text}. */
  @Nullable Match first(String subject, String text) {
    String scanned = TextPattern.scanned(text);
    String lower = TextPattern.lower(TextPattern.scanned(subject));
    for (TextPattern row : rows) {
      if (row.matches(lower)) {
        return new Match(row.code(), row.confidence(), row.capture(scanned));
      }
    }
    return null;
  }

  List<TextPattern> rows() {
    return rows;
  }

  static TextPattern row(JsonNode node, String resource) {
    String code = Yaml.required(node, "code", resource);
    String confidence = Yaml.optional(node, "confidence");
    List<Pattern> heads = new ArrayList<>();
    Yaml.strings(node, "reason")
        .forEach(r -> heads.add(Pattern.compile("^" + Pattern.quote(r + ":"))));
    Yaml.strings(node, "prefix").forEach(r -> heads.add(Pattern.compile("^" + Pattern.quote(r))));
    Map<String, Pattern> captures = new LinkedHashMap<>();
    JsonNode capture = node.get("capture");
    if (capture != null) {
      capture
          .properties()
          .forEach(e -> captures.put(e.getKey(), Pattern.compile(e.getValue().asString())));
    }
    return new TextPattern(
        code,
        confidence.isEmpty()
            ? Confidence.CONFIRMED
            : Confidence.valueOf(confidence.toUpperCase(Locale.ROOT)),
        heads,
        Yaml.strings(node, "all"),
        Yaml.strings(node, "any"),
        Yaml.strings(node, "also"),
        Yaml.strings(node, "words").stream()
            .map(w -> Pattern.compile("(?<![\\w.:/@-])" + Pattern.quote(w) + "(?![\\w/@-])"))
            .toList(),
        Yaml.strings(node, "none"),
        captures,
        Yaml.texts(node, "values"));
  }
}
