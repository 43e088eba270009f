package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The registry of exit codes, read once from {@code exit-codes.yaml}. Immutable. */
public final class ExitCodes {
  private static final ExitCodes STANDARD = load();

  private final List<Row> rows;

  /** One row: a code, or a range of codes. */
  private record Row(long from, long to, ExitCodeMeaning meaning) {
    boolean isRange() {
      return from != to;
    }
  }

  private ExitCodes(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  public static ExitCodes standard() {
    return STANDARD;
  }

  /**
   * All meanings of a code, the engine's own first; a range only where no row names the code.
   *
   * @param engine for example {@code spark}; null or empty for any program
   */
  public List<ExitCodeMeaning> explain(long code, @Nullable String engine) {
    String wanted = engine == null ? "" : engine.toLowerCase(Locale.ROOT);
    List<ExitCodeMeaning> exact = new ArrayList<>();
    for (boolean own : new boolean[] {true, false}) {
      for (Row row : rows) {
        boolean ofEngine = !row.meaning().engine().isEmpty();
        boolean fits = ofEngine ? own && row.meaning().engine().equals(wanted) : !own;
        if (!row.isRange() && row.from() == code && fits) {
          exact.add(row.meaning());
        }
      }
    }
    if (exact.isEmpty()
        || (exact.stream().allMatch(m -> !m.engine().isEmpty()) && wanted.isEmpty())) {
      for (Row row : rows) {
        if (row.isRange() && row.from() <= code && code <= row.to()) {
          exact.add(with(row.meaning(), code));
        }
      }
    }
    return exact;
  }

  /** Engines that have rows of their own. */
  public List<String> engines() {
    TreeSet<String> names = new TreeSet<>();
    rows.forEach(r -> names.add(r.meaning().engine()));
    names.remove("");
    return List.copyOf(names);
  }

  private static ExitCodeMeaning with(ExitCodeMeaning m, long code) {
    return new ExitCodeMeaning(
        code, m.engine(), m.title(), m.meaning(), m.certainty(), m.resolution());
  }

  private static ExitCodes load() {
    String resource = "exit-codes.yaml";
    List<Row> rows = new ArrayList<>();
    for (JsonNode node : Yaml.read(resource)) {
      JsonNode code = node.get("code");
      long from = code == null ? node.get("from").asLong() : code.asLong();
      long to = code == null ? node.get("to").asLong() : from;
      String where = resource + ": " + from;
      rows.add(
          new Row(
              from,
              to,
              new ExitCodeMeaning(
                  from,
                  Yaml.optional(node, "engine"),
                  Yaml.required(node, "title", where),
                  Yaml.required(node, "meaning", where),
                  Confidence.valueOf(
                      Yaml.required(node, "certainty", where).toUpperCase(Locale.ROOT)),
                  Yaml.required(node, "resolution", where))));
    }
    return new ExitCodes(rows);
  }
}
