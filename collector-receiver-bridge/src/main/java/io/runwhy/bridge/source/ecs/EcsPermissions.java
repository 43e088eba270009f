package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.health.BridgeStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Finds out by calls that change nothing what the bridge may do in AWS, and says what each gap
 * costs. Made-up names are asked for: "there is none" means that asking is allowed.
 */
public final class EcsPermissions {
  private static final String NONE = "runwhy-check-no-such-thing";

  /** List price of SQS per million requests, in US dollars; ECS calls cost nothing. */
  private static final double SQS_PER_MILLION = 0.40;

  private static final long MONTH_SECONDS = 30L * 24 * 3600;

  private static final String MADE_UP_TASK = "00000000000000000000000000000000";
  private static final int UNREACHABLE = -3;
  private static final int NO_CLUSTER = -2;

  private final EcsConfig config;
  private final AwsClients clients;
  private final List<Result> results = new ArrayList<>();

  /** How a check came out. */
  public enum Status {
    OK,
    /** The bridge works without it. */
    GAP,
    /** The bridge cannot do its work. */
    FAILED,
    UNREACHABLE
  }

  /**
   * One thing that was checked.
   *
   * @param cost what is lost, and what to do; empty when all is well
   */
  public record Result(Status status, String what, String cost) {}

  private EcsPermissions(EcsConfig config, AwsClients clients) {
    this.config = config;
    this.clients = clients;
  }

  /**
   * Checks everything; a call that gets no answer ends it.
   *
   * @throws IllegalArgumentException when the Region is not known
   */
  public static List<Result> check(EcsConfig config) {
    try (AwsClients clients = new AwsClients(config, new BridgeStats())) {
      EcsPermissions checks = new EcsPermissions(config, clients);
      checks.run();
      return checks.results;
    }
  }

  private void run() {
    String first = "";
    int live = 0;
    EcsCalls calls = new EcsCalls(clients.ecs(), config.tags());
    for (Clusters.Watched cluster : new Clusters(config, clients.region()).all()) {
      int found = cluster(calls, cluster.asked());
      if (found == UNREACHABLE) {
        return;
      }
      live += Math.max(0, found);
      first = first.isEmpty() && found != NO_CLUSTER ? cluster.asked() : first;
    }
    if (!first.isEmpty()) {
      String cluster = first;
      ask(
          "ecs:DescribeTasks",
          cluster,
          necessary(),
          "tasks are neither read when polling nor asked for their tags",
          () -> calls.describe(cluster, List.of(MADE_UP_TASK)));
      ask(
          "ecs:DescribeContainerInstances",
          cluster,
          Status.GAP,
          "the state of EC2 hosts (draining, agent away, what is free) is not told",
          () ->
              clients
                  .ecs()
                  .describeContainerInstances(
                      r -> r.cluster(cluster).containerInstances(MADE_UP_TASK)));
    }
    ask(
        "ecs:DescribeTaskDefinition",
        "*",
        Status.GAP,
        "no log is recovered, and causes that need the definition (essential containers, limits, log groups) are told with less confidence",
        () -> clients.ecs().describeTaskDefinition(r -> r.taskDefinition(NONE)));
    logs();
    results.addAll(new QueuePermissions(config, clients).check());
    results.add(new Result(Status.OK, cost(live), ""));
  }

  /** How many tasks the first page has; negative when it cannot be read. */
  private int cluster(EcsCalls calls, String cluster) {
    try {
      EcsCalls.Page page = calls.list(cluster, true, null);
      String shown = page.next() == null ? Integer.toString(page.arns().size()) : "100 or more";
      results.add(
          new Result(
              Status.OK,
              "ECS cluster "
                  + cluster
                  + " in "
                  + clients.region()
                  + ": "
                  + shown
                  + " live tasks; permission for ecs:ListTasks",
              ""));
      return page.arns().size();
    } catch (RuntimeException e) {
      Trouble trouble = Trouble.of(e, "ecs:ListTasks", cluster, clients.region());
      return switch (trouble.kind()) {
        case NO_SUCH_CLUSTER -> {
          results.add(
              new Result(
                  Status.FAILED,
                  "ECS: " + trouble.sentence(),
                  "nothing of this cluster is seen; aws ecs list-clusters --region "
                      + clients.region()
                      + " shows those that are there"));
          yield NO_CLUSTER;
        }
        case DENIED -> {
          results.add(
              new Result(
                  necessary(),
                  "permission for ecs:ListTasks on " + cluster,
                  config.queueUrl().isEmpty()
                      ? "no task is seen at all; " + trouble.sentence()
                      : "what the queue loses is not found; " + trouble.sentence()));
          yield -1;
        }
        default -> {
          results.add(
              new Result(
                  Status.UNREACHABLE,
                  "ECS in " + clients.region() + ": " + trouble.sentence(),
                  "nothing is watched"));
          yield UNREACHABLE;
        }
      };
    }
  }

  private void logs() {
    String cost =
        "no log is recovered (the policy may name the log groups: then a made-up one is refused"
            + " and yours may still be allowed)";
    ask(
        "logs:GetLogEvents",
        "the log groups",
        Status.GAP,
        cost,
        () -> clients.logs("").getLogEvents(r -> r.logGroupName(NONE).logStreamName(NONE)));
  }

  private void ask(String action, String target, Status withoutIt, String cost, Supplier<?> call) {
    try {
      Object unused = call.get();
      results.add(new Result(Status.OK, "permission for " + action, ""));
    } catch (RuntimeException e) {
      Trouble trouble = Trouble.of(e, action, target, clients.region());
      switch (trouble.kind()) {
        case DENIED ->
            results.add(
                new Result(
                    withoutIt, "permission for " + action, cost + "; " + trouble.sentence()));
        case REFUSED, NO_SUCH_CLUSTER ->
            results.add(new Result(Status.OK, "permission for " + action, ""));
        default ->
            results.add(
                new Result(
                    withoutIt,
                    "permission for " + action + " is not known: " + trouble.sentence(),
                    cost));
      }
    }
  }

  private Status necessary() {
    return config.queueUrl().isEmpty() ? Status.FAILED : Status.GAP;
  }

  private String cost(int live) {
    boolean polls = config.queueUrl().isEmpty();
    long interval = Math.max(1, (polls ? config.sweep() : config.sweepWithQueue()).toSeconds());
    long pages = Math.max(1, (live + EcsCalls.BATCH - 1) / EcsCalls.BATCH);
    long perSweep = 2L * config.clusters().size() + pages;
    long ecs = MONTH_SECONDS / interval * perSweep;
    String text =
        String.format(
            Locale.ROOT,
            "cost: at least %,d ECS calls a month, free of charge, at most %d a second",
            ecs,
            config.requestsPerSecond());
    if (polls) {
      return text + "; no SQS requests";
    }
    long receives = MONTH_SECONDS / QueueCalls.LONG_POLL.toSeconds() * config.consumers();
    return text
        + String.format(
            Locale.ROOT,
            "; at least %,d SQS requests a month ($%.2f at $%.2f a million, the first million of an account is free), and up to 3 a task event",
            receives,
            receives / 1e6 * SQS_PER_MILLION,
            SQS_PER_MILLION);
  }
}
