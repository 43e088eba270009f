package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.conventions.refusal.TextPattern;
import io.runwhy.conventions.refusal.TextPatterns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An ordered table of patterns of one source of texts, read from {@code patterns/NAME.yaml}; first
 * match wins.
 */
final class PatternTable {
  private final TextPatterns rows;

  private PatternTable(TextPatterns rows) {
    this.rows = rows;
  }

  /** What a row found in a text. */
  record Match(String code, Confidence confidence, Map<String, String> values) {}

  static PatternTable load(String name) {
    String resource = "patterns/" + name + ".yaml";
    List<TextPattern> rows = new ArrayList<>();
    for (JsonNode node : Yaml.read(resource)) {
      rows.add(row(node, resource));
    }
    return new PatternTable(new TextPatterns(rows));
  }

  @Nullable Match first(String text) {
    return first(text, text);
  }

  /** The first row that matches {@code subject}; its captures are tried on {@code text}. */
  @Nullable Match first(String subject, String text) {
    return rows.first(subject, text)
        .map(m -> new Match(m.code(), confidence(m.confidence()), m.values()))
        .orElse(null);
  }

  List<TextPattern> rows() {
    return rows.rows();
  }

  static TextPattern row(JsonNode node, String resource) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    TextPattern.PARTS.forEach(part -> parts.put(part, Yaml.strings(node, part)));
    return new TextPattern(
            Yaml.required(node, "code", resource),
            Yaml.optional(node, "confidence"),
            parts,
            Yaml.texts(node, "capture"),
            Yaml.texts(node, "values"))
        .checked();
  }

  static Confidence confidence(String name) {
    return Confidence.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
