package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.logs.TailBuilder;
import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunKey;
import java.util.List;
import java.util.Objects;

/**
 * The log of one container, looked at until it is all there. What is missing is told twice: beside
 * the log for who reads it, and as a missing fact where somebody should change something.
 */
final class LogStep implements EvidenceStep {
  private final RunKey key;
  private final LogRef ref;
  private final LogPlace.Stream place;
  private final String region;
  private final Means means;
  private long newest;

  /**
   * Reads nothing yet.
   *
   * @param region in which the log is, for a person
   */
  LogStep(RunKey key, LogRef ref, LogPlace.Stream place, String region, Means means) {
    this.key = key;
    this.ref = ref;
    this.place = place;
    this.region = region;
    this.means = means;
  }

  @Override
  public boolean run(boolean last) throws BusyException, InterruptedException {
    if (!place.stream().isEmpty()) {
      return look(place, last);
    }
    CloudWatchLogs.Guess guess = means.logs().guess(place);
    if (guess.stream() == null) {
      return judge(place, Objects.requireNonNull(guess.failed()), last);
    }
    return look(place.named(guess.stream()), last);
  }

  @Override
  public void giveUp(String why) throws InterruptedException {
    none("The log could not be read: " + why + ".");
  }

  private boolean look(LogPlace.Stream stream, boolean last)
      throws BusyException, InterruptedException {
    return judge(stream, means.logs().look(stream, newest, last), last);
  }

  private boolean judge(LogPlace.Stream stream, LogReading reading, boolean last)
      throws InterruptedException {
    if (reading instanceof LogReading.Read read) {
      deliver(stream, read.tail());
    } else if (reading instanceof LogReading.Unsettled unsettled) {
      newest = unsettled.newest();
      return false;
    } else if (reading instanceof LogReading.NoGroup) {
      String group = "the log group " + place.group() + " does not exist in " + region;
      missing("log of " + ref.container() + ": " + group);
      none("There is no log: " + group + ".");
    } else if (reading instanceof LogReading.Refused refused) {
      refused(refused);
    } else if (!last) {
      return false;
    } else if (stream.stream().isEmpty()) {
      none(
          "The log was not found: the task definition has no awslogs-stream-prefix and the runtime id of the container is not known, so its log stream can only be guessed; no stream of log group "
              + place.group()
              + " in "
              + region
              + " has events of the task's time.");
    } else {
      none(UnreadableLogs.nothing(stream, region, reading instanceof LogReading.NoStream));
    }
    return true;
  }

  private void refused(LogReading.Refused refused) throws InterruptedException {
    String group = "log group " + place.group();
    String told =
        means
            .refusals()
            .told(
                refused.failure(), refused.action(), "log of " + ref.container() + " in " + group);
    if (refused.failure().kind() == ReadFailure.Kind.DENIED) {
      missing(told + " on " + group);
      none("No permission to read the log (" + refused.action() + " on " + group + ").");
    } else {
      missing(told);
      none("The log could not be read: " + refused.failure().says() + ".");
    }
  }

  private void deliver(LogPlace.Stream stream, TailBuilder.Tail tail) throws InterruptedException {
    if (stream.guessed()) {
      missing(
          "the log of "
              + ref.container()
              + " is a guess: the newest log stream of log group "
              + place.group()
              + " in the task's time ("
              + stream.stream()
              + "); set awslogs-stream-prefix to be sure");
    }
    means
        .sink()
        .accept(new Observation.LogRead(key, tail(ref, tail.lines(), tail.truncated(), "")));
  }

  private void none(String why) throws InterruptedException {
    means.sink().accept(new Observation.LogRead(key, unavailable(ref, why)));
  }

  private void missing(String what) throws InterruptedException {
    means.sink().accept(new Observation.FactMissing(key, what));
  }

  static LogTail unavailable(LogRef ref, String why) {
    return tail(ref, List.of(), false, why);
  }

  private static LogTail tail(
      LogRef ref, List<LogTail.Line> lines, boolean truncated, String unavailable) {
    return new LogTail(
        ref.attemptUid(),
        ref.container(),
        ref.index(),
        ref.containerId(),
        lines,
        truncated,
        unavailable);
  }
}
