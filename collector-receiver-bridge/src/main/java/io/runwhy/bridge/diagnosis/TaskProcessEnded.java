package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.conventions.refusal.EcsNames;
import io.runwhy.conventions.refusal.TextPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that ended with a code of its own, after everything that could have ended it was asked.
 * 143 and 137 follow from another container's end, where one has a code of its own.
 */
final class TaskProcessEnded implements TaskRule {
  /** Causes in the log that show at once, or never. */
  private static final Set<String> AT_ONCE =
      Set.of("Image.ArchMismatch", "Start.InterpreterMissing");

  /** A program that cannot be executed has not run for longer, with all that ECS adds. */
  static final Duration SHORT = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "process-ended";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    if (!view.isStopped() || view.isStoppedFromOutside() || view.endedWell()) {
      return;
    }
    List<TaskContainerView> own = new ArrayList<>();
    List<TaskContainerView> stopped = new ArrayList<>();
    for (TaskContainerView container : view.mains()) {
      Integer code = container.exitCode();
      if (container.hasCodeOfItsOwn()) {
        own.add(container);
      } else if (code != null && code != 0 && !container.neverRan()) {
        stopped.add(container);
      }
    }
    for (TaskContainerView container : view.containers()) {
      boolean other = !view.mains().contains(container) && container.hasCodeOfItsOwn();
      if (other && !TaskSidecars.isAside(container) && !isBystander(container, stopped)) {
        own.add(container);
      }
    }
    if (view.task().stopCode().equals("TaskFailedToStart")) {
      // What ran already was stopped because another one did not start, unless that waited for it.
      own.removeIf(c -> c.role() != ContainerRole.INIT && !isWaitedFor(c, view));
      stopped.clear();
    }
    (own.isEmpty() ? stopped : own).forEach(c -> report(c, found));
  }

  /** Without the definition only the texts tell who waited for whom. */
  private static boolean isWaitedFor(TaskContainerView container, TaskView view) {
    return view.containers().stream()
        .map(c -> EcsNames.of(c.reason()).getOrDefault("dependency", ""))
        .anyMatch(container.name()::equals);
  }

  /** A container that the task goes on without did not end the one that was killed. */
  private static boolean isBystander(TaskContainerView other, List<TaskContainerView> stopped) {
    return other.isNotEssential() && !stopped.isEmpty();
  }

  private static void report(TaskContainerView container, Consumer<Finding> found) {
    int exitCode = container.exitCode() == null ? 0 : container.exitCode();
    LogTail log = container.log();
    LogHints.Hint hint = log == null ? null : LogHints.hint(log);
    boolean fits = hint != null && fits(hint, container, exitCode);
    boolean signal = ProcessEnded.isSignal(exitCode);
    if (hint != null && fits && hint.strong() && (!signal || exitCode == 134)) {
      found.accept(hinted(hint, Confidence.LIKELY, container, log));
      return;
    }
    boolean unsure = exitCode == 137 || exitCode == 143 || exitCode == 130;
    Finding.Builder builder =
        facts(
            Finding.of(
                ProcessEnded.code(exitCode), unsure ? Confidence.POSSIBLE : Confidence.LIKELY),
            container,
            log);
    if (exitCode >= 125 && exitCode <= 127) {
      builder.retryable(Retryable.AFTER_CHANGE);
    }
    grace(container, exitCode, builder);
    if (!container.is(ContainerRole.MAIN)) {
      // What follows from this end.
      container.task().mains().stream()
          .filter(c -> c.exitCode() != null)
          .forEach(c -> builder.evidence(c.exitEvidence()));
    }
    found.accept(builder.build());
    if (hint != null) {
      found.accept(hinted(hint, Confidence.POSSIBLE, container, log));
    }
  }

  private static boolean fits(LogHints.Hint hint, TaskContainerView container, int exitCode) {
    if (!AT_ONCE.contains(hint.code())) {
      return true;
    }
    Instant started = container.task().task().startedAt();
    Instant ended = container.task().ended();
    boolean soon = started == null || ended == null || !ended.isAfter(started.plus(SHORT));
    return soon && Set.of(1, 126, 127, 255).contains(exitCode);
  }

  /** The kernel says the same of a script whose interpreter in the image is for another CPU. */
  private static String code(LogHints.Hint hint) {
    return TextPattern.lower(hint.line().text()).contains("exec format error")
        ? "Image.ArchMismatch"
        : hint.code();
  }

  private static Finding hinted(
      LogHints.Hint hint,
      Confidence confidence,
      TaskContainerView container,
      @Nullable LogTail log) {
    Finding.Builder builder =
        facts(Finding.of(code(hint), confidence), container, log)
            .value("hint", Texts.quote(hint.line().text()));
    boolean told = log != null && hint.line().equals(LogHints.errorLine(log));
    return (told
            ? builder
            : builder.evidence(logField(container), hint.line().text(), hint.line().time()))
        .build();
  }

  /** What is known of a process's end, for the texts. */
  static Finding.Builder facts(
      Finding.Builder builder, TaskContainerView container, @Nullable LogTail log) {
    builder.container(container).evidence(container.exitEvidence());
    Integer code = container.exitCode();
    if (!container.reason().isEmpty()) {
      builder.evidence(container.reasonEvidence());
    }
    if (code != null) {
      String engine = container.task().run().history().run().orchestrator();
      ExitCodes.standard().explain(code, engine).stream()
          .findFirst()
          .ifPresent(
              m -> builder.value("exit_title", m.title()).value("exit_meaning", m.meaning()));
    }
    LogTail.Line line = log == null ? null : LogHints.errorLine(log);
    if (log != null && line != null) {
      builder
          .value("error_line", Texts.cut(line.text().strip(), 300))
          .evidence(logField(container), LogHints.context(log, line), line.time());
    }
    return builder;
  }

  /** A kill at the end of a stop's grace shows in the times. */
  private static void grace(TaskContainerView container, int exitCode, Finding.Builder builder) {
    Instant asked = container.task().task().stoppingAt();
    Instant gone = container.task().task().stoppedAt();
    if (exitCode == 137 && asked != null && gone != null && gone.isAfter(asked)) {
      builder.evidence(
          container.task().path("stoppingAt to stoppedAt"),
          Texts.duration(Duration.between(asked, gone)),
          gone);
    }
  }

  private static String logField(TaskContainerView container) {
    return "log of container " + container.name();
  }
}
