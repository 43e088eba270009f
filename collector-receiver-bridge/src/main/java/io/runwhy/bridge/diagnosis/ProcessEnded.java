package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.LogTail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that ended by itself with a non-zero code, after everything that could have ended it
 * was asked.
 */
final class ProcessEnded implements Rule.OfPod {
  /** Hints about files: the volume they lie on is worth knowing. */
  private static final Set<String> OF_FILES = Set.of("Volume.FsFull", "App.ReadOnlyOrPermission");

  /** Signals that end a process by default and have no code of their own. */
  private static final Set<Integer> OTHER_SIGNALS =
      Set.of(129, 131, 133, 138, 140, 141, 142, 152, 153, 154, 155, 158, 159);

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          130, "Signal.Interrupted",
          132, "Signal.IllegalInstruction",
          134, "Signal.Abort",
          135, "Signal.Bus",
          136, "Signal.FloatingPoint",
          137, "Signal.KilledUnexplained",
          139, "Signal.Segfault",
          143, "Signal.Terminated");

  @Override
  public String name() {
    return "process-ended";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : firstEndedFirst(pod)) {
      Terminated end = container.ownEnd();
      if (end != null && end.exitCode() != 0 && isOwnEnd(container, end)) {
        report(container, end, found);
      }
    }
  }

  /** Failed containers by the time of their end: the others ended because of the first. */
  private static List<ContainerView> firstEndedFirst(PodView pod) {
    List<ContainerView> failed = new ArrayList<>();
    for (ContainerView container : pod.containers()) {
      if (container.failed()) {
        failed.add(container);
      }
    }
    failed.sort(
        Comparator.comparing((ContainerView c) -> c.is(ContainerRole.SIDECAR) && isNative(c))
            .thenComparing(ProcessEnded::endTime));
    return failed;
  }

  private static Instant endTime(ContainerView container) {
    Terminated end = container.newestEnd();
    return end == null || end.finishedAt() == null ? Instant.MAX : end.finishedAt();
  }

  private static boolean isNative(ContainerView container) {
    ContainerSpec spec = container.spec();
    return spec != null && spec.kind() == ContainerSpec.Kind.NATIVE_SIDECAR;
  }

  private static boolean isOwnEnd(ContainerView container, Terminated end) {
    if (!end.reason().equals("Error") && !end.reason().isEmpty()) {
      return false;
    }
    boolean stopped = end.exitCode() == 143 || end.exitCode() == 137;
    Instant podEnd = container.pod().ending().time();
    return !(isNative(container)
        && stopped
        && (podEnd == null || !before(end.finishedAt(), podEnd)));
  }

  private static boolean before(@Nullable Instant a, Instant b) {
    return a != null && a.isBefore(b.minus(PodView.CLOCK_TOLERANCE));
  }

  private static void report(ContainerView container, Terminated end, Consumer<Finding> found) {
    LogTail log = container.log();
    LogHints.Hint hint = log == null ? null : LogHints.hint(log);
    boolean signal = isSignal(end.exitCode());
    String code = code(end.exitCode());
    if (hint != null && hint.strong() && (!signal || end.exitCode() == 134)) {
      found.accept(
          facts(Finding.of(hint.code(), Confidence.LIKELY), container, end, log)
              .evidence(logField(container), hint.line().text(), hint.line().time())
              .value("hint", Texts.quote(hint.line().text()))
              .build());
      return;
    }
    Confidence sure = confidence(end);
    boolean aside =
        container.is(ContainerRole.SIDECAR)
            || container.is(ContainerRole.ENGINE)
            || container.isUnnamed();
    found.accept(
        facts(
                Finding.of(code, aside && sure == Confidence.CONFIRMED ? Confidence.LIKELY : sure),
                container,
                end,
                log)
            .build());
    container.pod().events().stream()
        .filter(e -> e.is("InvalidEnvironmentVariableNames"))
        .filter(e -> e.container().isEmpty() || e.container().equals(container.name()))
        .findFirst()
        .ifPresent(
            e ->
                found.accept(
                    Finding.of("Config.EnvInvalid", Confidence.POSSIBLE)
                        .container(container)
                        .evidence(PodView.eventEvidence(e))
                        .value("text", Texts.quote(e.message()))
                        .build()));
    if (hint != null) {
      Finding.Builder builder =
          facts(Finding.of(hint.code(), Confidence.POSSIBLE), container, end, null)
              .evidence(logField(container), hint.line().text(), hint.line().time())
              .value("hint", Texts.quote(hint.line().text()));
      if (OF_FILES.contains(hint.code())) {
        MountFacts.describe(container, hint.line().text(), builder);
      }
      found.accept(builder.build());
    }
  }

  /** Whether a process that ended with this code was ended by a signal that has a code here. */
  static boolean isSignal(int exitCode) {
    return SIGNALS.containsKey(exitCode);
  }

  /** What is said of an exit code when nothing else is known. */
  static String code(int exitCode) {
    return SIGNALS.getOrDefault(
        exitCode, OTHER_SIGNALS.contains(exitCode) ? "Signal.Other" : "App.ExitError");
  }

  private static Confidence confidence(Terminated end) {
    return switch (end.exitCode()) {
      case 137, 143, 130 -> Confidence.POSSIBLE;
      case 132, 134, 135, 136, 139 -> Confidence.LIKELY;
      default ->
          OTHER_SIGNALS.contains(end.exitCode()) || end.reason().isEmpty()
              ? Confidence.LIKELY
              : Confidence.CONFIRMED;
    };
  }

  private static String logField(ContainerView container) {
    return "log of container " + container.name();
  }

  /** What is known of a process's end, for the texts. */
  static Finding.Builder facts(
      Finding.Builder builder, ContainerView container, Terminated end, @Nullable LogTail log) {
    String engine = container.pod().run().history().run().orchestrator();
    builder.container(container).evidence(container.endEvidence(end));
    builder.value("exit_code", Integer.toString(end.exitCode()));
    ExitCodes.standard().explain(end.exitCode(), engine).stream()
        .findFirst()
        .ifPresent(m -> builder.value("exit_title", m.title()).value("exit_meaning", m.meaning()));
    builder.value("lived", lived(end));
    builder.value(
        "restarts",
        container.restartCount() == 0 ? "" : Integer.toString(container.restartCount()));
    LogTail.Line line = log == null ? null : LogHints.errorLine(log);
    if (log != null && line != null) {
      builder
          .value("error_line", Texts.cut(line.text().strip(), 300))
          .evidence(logField(container), LogHints.context(log, line), line.time());
    }
    if (!end.message().isBlank()) {
      String last = end.message().strip();
      builder
          .value("message", Texts.cut(last.substring(last.lastIndexOf('\n') + 1), 300))
          .evidence(container.endPath(end) + ".message", end.message(), null);
    }
    if (log == null && end.message().isBlank()) {
      builder.value("no_log", "true");
    }
    boolean previous = !end.equals(container.terminated());
    builder.value("previous", previous ? " --previous" : "");
    checked(container.pod(), builder);
    return builder;
  }

  /** How long it ran; empty when that is not known. */
  static String lived(Terminated end) {
    return end.startedAt() == null
            || end.finishedAt() == null
            || !end.finishedAt().isAfter(end.startedAt())
        ? ""
        : Texts.duration(Duration.between(end.startedAt(), end.finishedAt()));
  }

  /** What was looked at before the end was called unexplained. */
  private static void checked(PodView pod, Finding.Builder builder) {
    builder.value(
        "events_seen", pod.events().isEmpty() ? "" : Integer.toString(pod.events().size()));
    pod.pod()
        .condition("DisruptionTarget")
        .filter(Condition::isTrue)
        .ifPresent(c -> builder.value("disruption", c.reason()));
    builder.value("missing", String.join("; ", pod.run().history().missing()));
  }
}
