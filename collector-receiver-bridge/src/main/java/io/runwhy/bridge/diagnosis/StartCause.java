package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.Task;
import io.runwhy.conventions.refusal.EcsNames;
import io.runwhy.conventions.refusal.TextPattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The innermost cause that a text about a start names, whatever classes wrap it. */
final class StartCause {
  private static final PatternTable INIT = PatternTable.load("ecs-init");
  private static final PatternTable IMAGE = PatternTable.load("ecs-image");
  private static final PatternTable START = PatternTable.load("ecs-start");

  /** Causes that are of the task as a whole, whoever tells them. */
  private static final Set<String> OF_TASK =
      Set.of(
          "TaskInit.EniTimeout",
          "TaskInit.EphemeralStorageTimeout",
          "TaskInit.ServiceDiscovery",
          "TaskInit.Internal",
          "Host.CgroupError",
          "Network.CniNotReady");

  private StartCause() {}

  /** What a text says; null when it is about no start. */
  static PatternTable.@Nullable Match match(String text, List<String> names) {
    if (TextPattern.lower(text).contains("outofmemoryerror: ")) {
      return null;
    }
    EcsText taken = EcsText.of(text, names);
    if (taken.pull()) {
      PatternTable.Match match = IMAGE.first(taken.subject(), text);
      return match == null ? other("Image.Other") : match;
    }
    PatternTable.Match prepared = taken.isPreparation() ? INIT.first(taken.subject(), text) : null;
    PatternTable.Match match = prepared == null ? START.first(taken.subject(), text) : prepared;
    if (match != null) {
      return match;
    }
    boolean init =
        taken.subject().contains("resourceinitializationerror")
            || taken.subject().contains("fetching secret data from");
    if (init) {
      return other(taken.isPreparation() ? "TaskInit.Other" : "Start.Other");
    }
    return EcsText.isError(text) ? other("Start.Other") : null;
  }

  private static PatternTable.Match other(String code) {
    return new PatternTable.Match(code, Confidence.CONFIRMED, Map.of());
  }

  /** What one of a task's texts says; null when it is about no start. */
  static Finding.@Nullable Builder finding(TaskView task, TaskTexts.Said said) {
    List<String> names =
        task.containers().stream()
            .map(TaskContainerView::image)
            .filter(i -> !i.isEmpty())
            .sorted((a, b) -> b.length() - a.length())
            .toList();
    PatternTable.Match match = match(said.text(), names);
    if (match == null) {
      return null;
    }
    TaskContainerView container = said.container();
    Finding.Builder builder = Finding.of(match, "Start.Other").task(task);
    if (container != null && !OF_TASK.contains(match.code())) {
      builder.container(container).value("reason", Texts.quote(said.text()));
    }
    Map<String, String> named = EcsNames.of(said.text());
    builder
        .evidence(said.evidence())
        .values(named)
        .values(match.values())
        .value("text", Texts.quote(EcsText.inner(said.text())))
        .value("detail", Texts.quote(detail(said.text())))
        .value("service_name", service(said.text(), match.code()));
    StartNames.complete(task, container, named, builder);
    retry(builder);
    return builder;
  }

  /** What stands behind the name of the step. */
  private static String detail(String text) {
    String inner = EcsText.inner(text);
    String lower = TextPattern.lower(inner);
    for (String step : EcsWords.STANDARD.steps()) {
      if (lower.startsWith(step + ": ")) {
        return inner.substring(step.length() + 2);
      }
    }
    return inner;
  }

  private static String service(String text, String code) {
    if (!code.startsWith("TaskInit.")) {
      return "";
    }
    String subject = EcsText.of(text, List.of()).subject();
    for (String service : EcsWords.STANDARD.services().keySet()) {
      if (subject.contains("{service-" + service + "}")) {
        return service;
      }
    }
    return "";
  }

  /** A row may know better than the catalogue whether trying again helps. */
  static void retry(Finding.Builder builder) {
    String retry = builder.valueOf("retry");
    if (!retry.isEmpty()) {
      builder.retryable(Retryable.valueOf(retry.toUpperCase(Locale.ROOT)));
    }
  }

  /** Whether ECS says no more than that it did not start, or that a container ended. */
  static boolean isBare(Task task) {
    String reason = TextPattern.lower(task.stoppedReason());
    return reason.isEmpty()
        || reason.startsWith("task failed to start")
        || reason.startsWith("essential container in task exited");
  }
}
