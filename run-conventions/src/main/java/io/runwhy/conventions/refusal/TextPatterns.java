package io.runwhy.conventions.refusal;

import io.runwhy.conventions.DataFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An ordered table of patterns of one source of texts; the first match wins. */
public final class TextPatterns {
  /** All tables that refusals need, generated from the bridge's own. */
  static final String FILE = "patterns.txt";

  private final List<TextPattern> rows;

  public TextPatterns(List<TextPattern> rows) {
    this.rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  /** What a row found in a text. */
  public static final class Match {
    private final String code;
    private final String confidence;
    private final Map<String, String> values;

    Match(String code, String confidence, Map<String, String> values) {
      this.code = code;
      this.confidence = confidence;
      this.values = Collections.unmodifiableMap(values);
    }

    public String code() {
      return code;
    }

    /** confirmed, likely or possible. */
    public String confidence() {
      return confidence;
    }

    public Map<String, String> values() {
      return values;
    }
  }

  /** A table of {@link #FILE}. */
  static TextPatterns load(String table) {
    List<TextPattern> rows = new ArrayList<>();
    for (DataFile.Entry entry : DataFile.read(TextPatterns.class, FILE)) {
      if (entry.text("table").equals(table)) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        for (String part : TextPattern.PARTS) {
          parts.put(part, entry.all(part));
        }
        rows.add(
            new TextPattern(
                entry.text("code"),
                entry.text("confidence"),
                parts,
                entry.under("capture."),
                entry.under("value.")));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalStateException(FILE + ": no table " + table);
    }
    return new TextPatterns(rows);
  }

  public Optional<Match> first(String text) {
    return first(text, text);
  }

  /** The first row that matches {@code subject}; its captures are tried on {@code text}. */
  public Optional<Match> first(String subject, String text) {
    String lower = TextPattern.lower(TextPattern.scanned(subject));
    for (TextPattern row : rows) {
      if (row.matches(lower)) {
        return Optional.of(
            new Match(row.code(), row.confidence(), row.capture(TextPattern.scanned(text))));
      }
    }
    return Optional.empty();
  }

  public List<TextPattern> rows() {
    return rows;
  }
}
