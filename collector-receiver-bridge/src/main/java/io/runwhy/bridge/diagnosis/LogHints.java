package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.LogTail;
import io.runwhy.conventions.refusal.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a log's end for causes that only the program's own words tell. */
final class LogHints {
  /** Lines looked at, from the end. */
  static final int LINES = 200;

  /** A hint stands at most this many lines before the line that names the error. */
  static final int NEAR_THE_ERROR = 25;

  static final int CONTEXT_LINES = 3;
  static final int CONTEXT_CHARS = 300;

  /** Characters of a line looked at. */
  static final int LINE_CHARS = 2_000;

  private static final List<Row> ROWS = load();
  private static final Pattern PREFIX =
      Pattern.compile(
          "^(?:\\[rank\\d{1,5}\\]: ?|\\[?\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?\\]? ?|\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})? {1,2})");

  /** Sums at a program's end name no error. */
  private static final Pattern TALLY =
      Pattern.compile("(?i)\\b\\d{1,9} (?:errors?|failures?|failed)\\b|\\berrors?[=:] ?\\d");

  private static final List<String> WRAPPERS =
      List.of(
          "ChildFailedError",
          "CalledProcessError",
          "ProcessRaisedException",
          "ProcessExitedException");

  /**
   * The line by which a program names its error: Python, JVM, Go, Node, and the words that loggers
   * use.
   */
  private static final List<Pattern> ERROR_LINES =
      List.of(
          Pattern.compile(
              "^(?:[A-Za-z_][A-Za-z0-9_]{0,80}\\.){0,8}_?[A-Z][A-Za-z0-9_]{0,80}(?:Error|Exception|Exit|Interrupt|Failure|Timeout|NotFound)\\b"),
          Pattern.compile("^(?:Exception in thread|Caused by: |panic: |fatal error: |fatal: )"),
          Pattern.compile("(?i)\\b(?:fatal|critical|panic)\\b"),
          Pattern.compile("^(?:Uncaught )?Error: (?!exit status )"),
          // What a launcher says of its child stands behind the child's own words.
          Pattern.compile(
              "(?i)^(?!(?:npm|yarn|pnpm) )(?:.{0,2000}\\b(?:error|exception|failed|failure)\\b"
                  + "|.{1,500}: (?:(?:command )?not found|permission denied\\b.{0,100}|no such file or directory)$)"),
          Pattern.compile("(?i)\\b(?:error|exception|failed|failure)\\b"));

  private LogHints() {}

  private record Row(TextPattern pattern, List<String> suffixes, boolean strong) {
    boolean matches(String lower) {
      boolean contains = suffixes.isEmpty() || suffixes.stream().anyMatch(lower::endsWith);
      return contains && pattern.matches(lower);
    }
  }

  /** A cause that a line points to. */
  record Hint(String code, boolean strong, LogTail.Line line) {}

  /** The first row that a line matches, with its newest line; null when none does. */
  static @Nullable Hint hint(LogTail log) {
    List<LogTail.Line> lines = last(log);
    LogTail.Line error = errorLine(log);
    int decisive = error == null ? lines.size() : lines.lastIndexOf(error);
    int from = Math.max(0, decisive - NEAR_THE_ERROR);
    for (Row row : ROWS) {
      for (int i = lines.size() - 1; i >= from; i--) {
        if (row.matches(TextPattern.lower(text(lines.get(i))))) {
          // What was logged before the error that ended it may have been survived.
          boolean last = i >= decisive || isContinuation(lines, i, decisive);
          return new Hint(row.pattern().code(), row.strong() && last, lines.get(i));
        }
      }
    }
    return null;
  }

  /** Whether all lines between are indented: parts of one stack trace. */
  private static boolean isContinuation(List<LogTail.Line> lines, int from, int to) {
    for (int i = from + 1; i <= to && i < lines.size(); i++) {
      if (!isIndented(lines.get(i)) && !bare(lines.get(i)).startsWith("Caused by")) {
        return false;
      }
    }
    return true;
  }

  /**
   * The line that names the error: the most telling kind, the newest of its kind; else the last
   * line; null if none.
   */
  static LogTail.@Nullable Line errorLine(LogTail log) {
    List<LogTail.Line> lines = last(log);
    LogTail.Line raised = raised(lines);
    if (raised != null) {
      return raised;
    }
    for (Pattern pattern : ERROR_LINES) {
      for (int i = lines.size() - 1; i >= 0; i--) {
        String text = text(lines.get(i));
        if (pattern.matcher(text).find()
            && !TALLY.matcher(text).find()
            && WRAPPERS.stream().noneMatch(text::contains)) {
          return lines.get(i);
        }
      }
    }
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).text().chars().anyMatch(Character::isLetterOrDigit)) {
        return lines.get(i);
      }
    }
    return null;
  }

  /**
   * What the last Python traceback ends with, whatever the exception is called: the first line
   * after it that is not indented.
   */
  private static LogTail.@Nullable Line raised(List<LogTail.Line> lines) {
    LogTail.Line wrapper = null;
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (bare(lines.get(i)).startsWith("Traceback (most recent call last)")) {
        LogTail.Line end = firstNotIndented(lines, i + 1);
        if (end != null && WRAPPERS.stream().noneMatch(end.text()::contains)) {
          return end;
        }
        wrapper = wrapper == null ? end : wrapper;
      }
    }
    return wrapper;
  }

  private static LogTail.@Nullable Line firstNotIndented(List<LogTail.Line> lines, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (!isIndented(lines.get(i))) {
        return lines.get(i);
      }
    }
    return null;
  }

  /** The line with what stands right below it: some programs name the cause there. */
  static String context(LogTail log, LogTail.Line line) {
    List<LogTail.Line> lines = last(log);
    int at = Math.max(0, lines.lastIndexOf(line));
    StringBuilder text = new StringBuilder();
    for (LogTail.Line next : lines.subList(at, Math.min(lines.size(), at + CONTEXT_LINES))) {
      text.append(text.isEmpty() ? "" : " ⏎ ")
          .append(Texts.cut(next.text().strip(), CONTEXT_CHARS));
    }
    return text.toString();
  }

  private static List<LogTail.Line> last(LogTail log) {
    List<LogTail.Line> filled = log.lines().stream().filter(l -> !l.text().isBlank()).toList();
    return filled.subList(Math.max(0, filled.size() - LINES), filled.size());
  }

  /** Without what loggers and launchers put in front: times, ranks. Indentation is kept. */
  private static String bare(LogTail.Line line) {
    return PREFIX.matcher(line.text()).replaceFirst("");
  }

  private static boolean isIndented(LogTail.Line line) {
    String text = bare(line);
    return text.isEmpty() || text.charAt(0) == ' ' || text.charAt(0) == '\t';
  }

  private static String text(LogTail.Line line) {
    String text = bare(line).strip();
    return text.length() > LINE_CHARS ? text.substring(0, LINE_CHARS) : text;
  }

  private static List<Row> load() {
    List<Row> rows = new ArrayList<>();
    for (JsonNode node : Yaml.read("log-hints.yaml")) {
      JsonNode strong = node.get("strong");
      rows.add(
          new Row(
              PatternTable.row(node, "log-hints.yaml"),
              Yaml.strings(node, "suffix"),
              strong != null && strong.asBoolean()));
    }
    return List.copyOf(rows);
  }
}
