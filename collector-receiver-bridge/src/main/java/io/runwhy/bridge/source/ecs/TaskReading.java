package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: steps that are done in rounds, because the last lines of a log arrive
 * seconds after the task has stopped. It holds no lines between rounds. One thread at a time.
 */
final class TaskReading {
  /** How long after the first look logs are looked at again, at the most. */
  static final List<Duration> LOOKS =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20));

  /** Waits of one request while AWS throttles or does not answer; then it is given up. */
  static final List<Duration> RETRIES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8));

  /**
   * When logs that were given up are asked for again: CloudWatch keeps them, and trouble such as
   * expired credentials ends some day.
   */
  static final List<Duration> AGAIN =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(4),
          Duration.ofMinutes(8),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30));

  /** So long after the end of a task its log is all there: one look is enough. */
  static final Duration ALL_THERE = Duration.ofMinutes(2);

  private final EvidenceRequest.OfTask request;
  private final Means means;
  private final Deque<EvidenceStep> steps = new ArrayDeque<>();
  private final Deque<EvidenceStep> nextRound = new ArrayDeque<>();
  private final int times;
  private int round;
  private int retries;
  private boolean gaveUp;

  TaskReading(EvidenceRequest.OfTask request, Means means) {
    this(request, means, 0);
  }

  private TaskReading(EvidenceRequest.OfTask request, Means means, int times) {
    this.request = request;
    this.means = means;
    this.times = times;
    if (request.definition() || !request.logs().isEmpty()) {
      steps.add(new DefinitionStep());
    }
    if (request.instance() && !request.task().containerInstanceArn().isEmpty()) {
      steps.add(new InstanceStep());
    }
  }

  EvidenceRequest.OfTask request() {
    return request;
  }

  /** Does what can be done now; how long to wait before the next call, null when all is told. */
  @Nullable Duration advance() throws InterruptedException {
    boolean last = round == LOOKS.size() - 1 || isAllThere();
    while (!steps.isEmpty()) {
      EvidenceStep step = steps.element();
      try {
        if (!step.run(last)) {
          nextRound.add(step);
        }
        means.outage().works();
      } catch (BusyException e) {
        Duration unused = means.outage().broke("BUSY", String.valueOf(e.getMessage()), true);
        if (retries < RETRIES.size()) {
          return RETRIES.get(retries++);
        }
        gaveUp = true;
        if (afterwards() == null) {
          means.stats().count(RunMetrics.BRIDGE_DROPPED, "ecs_evidence_given_up", 1);
        }
        step.giveUp(String.valueOf(e.getMessage()));
      }
      steps.remove(); // steps that it added stand behind it
    }
    steps.addAll(nextRound);
    nextRound.clear();
    if (steps.isEmpty() || last) {
      return null;
    }
    round++;
    return LOOKS.get(round).minus(LOOKS.get(round - 1));
  }

  /** Whether nothing was tried for this request before: its answer is waited for. */
  boolean isFirst() {
    return times == 0;
  }

  /** How long after a reading that gave up its logs are tried again; null for never. */
  @Nullable Duration afterwards() {
    return gaveUp && !request.logs().isEmpty() && times < AGAIN.size() ? AGAIN.get(times) : null;
  }

  /** The same logs from the start. */
  TaskReading again() {
    return new TaskReading(
        new EvidenceRequest.OfTask(request.key(), request.task(), false, false, request.logs()),
        means,
        times + 1);
  }

  private boolean isAllThere() {
    Instant end = request.task().stoppedAt();
    return end != null && end.plus(ALL_THERE).isBefore(means.clock().instant());
  }

  private void missing(String what) throws InterruptedException {
    means.sink().accept(new Observation.FactMissing(request.key(), what));
  }

  private void unavailable(LogRef ref, String why) throws InterruptedException {
    means.sink().accept(new Observation.LogRead(request.key(), LogStep.unavailable(ref, why)));
  }

  /** The logs, where the definition says that they are. */
  private void logs(TaskDefinition definition) throws InterruptedException {
    for (LogRef ref : request.logs()) {
      log(definition, ref);
    }
  }

  private void log(TaskDefinition definition, LogRef ref) throws InterruptedException {
    LogPlace place = LogPlace.of(request.task(), definition, ref);
    if (place instanceof LogPlace.Stream stream) {
      String region = stream.region().isEmpty() ? means.home() : stream.region();
      steps.add(new LogStep(request.key(), ref, stream, region, means));
    } else if (place instanceof LogPlace.None none) {
      unavailable(ref, none.why());
    } else if (place instanceof LogPlace.Routed routed) {
      unavailable(ref, routed.why());
      router(definition, ref, routed.router());
    }
  }

  /** The log of the router tells why lines did not get through; nobody has asked for it. */
  private void router(TaskDefinition definition, LogRef of, String router)
      throws InterruptedException {
    boolean known = request.logs().stream().anyMatch(r -> r.container().equals(router));
    if (!router.isEmpty() && !known) {
      String id = request.task().container(router).map(Task.Container::runtimeId).orElse("");
      log(definition, new LogRef(of.attemptUid(), of.name(), router, of.index(), id, false));
    }
  }

  private final class DefinitionStep implements EvidenceStep {
    @Override
    public boolean run(boolean last) throws BusyException, InterruptedException {
      TaskFacts.Answer<TaskDefinition> answer = means.facts().definition(request.task());
      if (answer.fact() == null) {
        giveUp(answer.trouble());
        return true;
      }
      if (request.definition()) {
        means.sink().accept(new Observation.TaskDefinitionRead(request.key(), answer.fact()));
      }
      logs(answer.fact());
      return true;
    }

    @Override
    public void giveUp(String why) throws InterruptedException {
      missing(why);
      for (LogRef ref : request.logs()) {
        unavailable(
            ref,
            "The log could not be found, because the task definition says where it is: "
                + why
                + ".");
      }
    }
  }

  private final class InstanceStep implements EvidenceStep {
    @Override
    public boolean run(boolean last) throws BusyException, InterruptedException {
      TaskFacts.Answer<ContainerInstance> answer = means.facts().instance(request.task());
      if (answer.fact() == null) {
        missing(answer.trouble());
      } else {
        means.sink().accept(new Observation.ContainerInstanceRead(request.key(), answer.fact()));
      }
      return true;
    }

    @Override
    public void giveUp(String why) throws InterruptedException {
      missing("container instance " + request.task().containerInstanceArn() + ": " + why);
    }
  }
}
