package io.runwhy.bridge.cli;

import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.Severity;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.model.Undiagnosed;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run and its verdict for a person: what, why, evidence, fix, states, last words. */
public final class VerdictView {
  /** Log lines shown of a container; the HTTP API has all that was recovered. */
  static final int LOG_LINES = 12;

  private static final String INDENT = "  ";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Style style;

  public VerdictView(Style style) {
    this.style = style;
  }

  /** The run's name and state, states with durations, the verdict, the log tail. */
  public List<String> run(RunSnapshot run, boolean withStates) {
    List<String> out = new ArrayList<>();
    out.add(headline(run));
    if (withStates) {
      out.add("");
      run.states().forEach(entry -> out.add(state(entry, run.asOf())));
    }
    out.add("");
    verdict(run.verdict(), out);
    for (LogTail tail : run.logs()) {
      log(tail, out);
    }
    return out;
  }

  /** One step of the timeline. */
  public String state(StateEntry entry, Instant now) {
    String stage = entry.stage() == null ? "" : entry.stage().wireName();
    String open = entry.end() == null ? " so far" : "";
    boolean terminal = entry.state().isTerminal();
    String took = terminal ? "" : Layout.duration(entry.duration(now)) + open;
    return INDENT
        + style.dim(TIME.format(entry.start()))
        + "  "
        + colour(entry.state(), String.format(Locale.ROOT, "%-22s", entry.state().wireName()))
        + String.format(Locale.ROOT, "%-9s", stage)
        + String.format(Locale.ROOT, "%-15s", took)
        + (terminal
            ? ""
            : style.dim(
                entry.message() + (entry.attempt() > 1 ? ", attempt " + entry.attempt() : "")));
  }

  /** The verdict alone. */
  public void verdict(Verdict verdict, List<String> out) {
    if (verdict instanceof Undiagnosed u) {
      out.addAll(indented((u.healthy() ? style.green("OK ") : style.yellow("? ")) + u.reason()));
      evidence(u.evidence(), out);
      return;
    }
    Diagnosis d = (Diagnosis) verdict;
    out.addAll(
        indented(
            severity(d.severity(), d.code())
                + style.dim(
                    "  ("
                        + lower(d.confidence())
                        + ", "
                        + lower(d.faultDomain())
                        + (d.attempt() > 1 ? ", attempt " + d.attempt() : "")
                        + ")")));
    out.addAll(indented(style.bold(d.summary())));
    if (!d.detail().isEmpty()) {
      out.addAll(indented(d.detail()));
    }
    evidence(d.evidence(), out);
    out.add("");
    out.add(INDENT + style.blue("Fix") + style.dim("  retry: " + retry(d)));
    Layout.wrap(d.resolution(), style.width() - 4).forEach(l -> out.add(INDENT + INDENT + l));
    if (!d.contributing().isEmpty()) {
      out.add("");
      out.add(INDENT + style.blue("Also seen"));
      for (Diagnosis.Contributing c : d.contributing()) {
        String attempt =
            c.attempt() > 0 && c.attempt() != d.attempt() ? ", attempt " + c.attempt() : "";
        Layout.wrap(
                c.code() + " (" + lower(c.confidence()) + attempt + "): " + c.summary(),
                style.width() - 4)
            .forEach(l -> out.add(INDENT + INDENT + l));
      }
    }
  }

  private String headline(RunSnapshot run) {
    StateEntry current = run.states().isEmpty() ? null : run.current();
    String where = run.run().namespace().isEmpty() ? "" : run.run().namespace() + "/";
    String state = current == null ? "" : colour(current.state(), current.state().wireName());
    return style.bold(where + run.run().name()) + "  " + state;
  }

  private void evidence(List<Evidence> all, List<String> out) {
    if (all.isEmpty()) {
      return;
    }
    out.add("");
    out.add(INDENT + style.blue("Evidence"));
    for (Evidence e : all) {
      String time = e.time() == null ? "" : style.dim("  " + TIME.format(e.time()));
      out.add(INDENT + INDENT + e.field() + time);
      Layout.wrap(e.value(), style.width() - 6).forEach(l -> out.add(INDENT + INDENT + INDENT + l));
    }
  }

  private void log(LogTail tail, List<String> out) {
    out.add("");
    String title = "Last words of " + tail.container();
    if (!tail.unavailable().isEmpty()) {
      out.add(INDENT + style.blue(title));
      out.addAll(indented(INDENT + tail.unavailable()));
      return;
    }
    List<LogTail.Line> lines = tail.lines();
    if (lines.isEmpty()) {
      out.add(INDENT + style.blue(title));
      out.add(INDENT + INDENT + style.dim("(it wrote nothing)"));
      return;
    }
    int from = Math.max(0, lines.size() - LOG_LINES);
    out.add(
        INDENT
            + style.blue(title)
            + style.dim(from > 0 ? "  (" + lines.size() + " lines recovered)" : ""));
    for (LogTail.Line line : lines.subList(from, lines.size())) {
      String text = line.text();
      int room = style.width() - 4;
      out.add(INDENT + INDENT + (text.length() > room ? text.substring(0, room - 1) + "…" : text));
    }
  }

  private List<String> indented(String text) {
    return Layout.wrap(text, style.width() - 2).stream().map(l -> INDENT + l).toList();
  }

  private static String retry(Diagnosis d) {
    return switch (d.retryable()) {
      case UNCHANGED -> "yes, unchanged";
      case AFTER_CHANGE -> "after the change";
      case NO -> "no";
    };
  }

  private String severity(@Nullable Severity severity, String text) {
    if (severity == Severity.ERROR) {
      return style.red(text);
    }
    return severity == Severity.WARNING ? style.yellow(text) : style.blue(text);
  }

  private String colour(RunState state, String text) {
    return switch (state) {
      case COMPLETED -> style.green(text);
      case FAILED, CRASHED -> style.red(text);
      case AWAITING_RETRY, CANCELLED -> style.yellow(text);
      default -> style.bold(text);
    };
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
