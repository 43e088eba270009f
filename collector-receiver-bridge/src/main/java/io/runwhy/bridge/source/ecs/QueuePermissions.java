package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.source.ecs.EcsPermissions.Result;
import io.runwhy.bridge.source.ecs.EcsPermissions.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Whether the queue is there, whether rules may send to it, and where poison messages go. */
final class QueuePermissions {
  private static final Pattern RULE = Pattern.compile(":rule/([A-Za-z0-9._/-]{1,256})");

  private final EcsConfig config;
  private final AwsClients clients;
  private final List<Result> results = new ArrayList<>();

  QueuePermissions(EcsConfig config, AwsClients clients) {
    this.config = config;
    this.clients = clients;
  }

  List<Result> check() {
    String url = config.queueUrl();
    if (url.isEmpty()) {
      results.add(
          new Result(
              Status.GAP,
              "no queue: tasks are polled every " + config.sweep().toSeconds() + " s",
              "short states of tasks are seen late or not at all; set ecs.queue_url to a queue that an EventBridge rule fills"));
      return results;
    }
    try {
      var attributes =
          clients
              .sqs()
              .getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
              .attributes();
      results.add(
          new Result(
              Status.OK,
              "ECS queue "
                  + url
                  + ": "
                  + attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "?")
                  + " messages wait (receiving, deleting and hiding are not tried: a receive would"
                  + " count)",
              ""));
      rules(attributes.getOrDefault(QueueAttributeName.POLICY, ""));
      deadLetters(attributes.getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""));
    } catch (RuntimeException e) {
      Trouble trouble = Trouble.of(e, "sqs:GetQueueAttributes", url, clients.queueRegion());
      boolean denied = trouble.kind() == Trouble.Kind.DENIED;
      boolean gone = trouble.kind() == Trouble.Kind.NO_SUCH_QUEUE;
      results.add(
          new Result(
              denied ? Status.GAP : gone ? Status.FAILED : Status.UNREACHABLE,
              "ECS queue " + url + ": " + trouble.sentence(),
              denied
                  ? "whether the queue and its dead-letter queue are there is not known; the bridge itself needs sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility"
                  : "no event is seen; tasks are polled instead"));
    }
    if (!clients.queueRegion().equals(clients.region())) {
      results.add(
          new Result(
              Status.GAP,
              "the ECS queue is in "
                  + clients.queueRegion()
                  + ", the clusters are in "
                  + clients.region(),
              "a rule sends events to a queue of its own Region only: correct ecs.queue_url or ecs.region"));
    }
    return results;
  }

  /** The queue's policy names who may send: without a rule among them no event ever comes. */
  private void rules(String policy) {
    List<String> names = new ArrayList<>();
    Matcher rule = RULE.matcher(policy);
    while (rule.find() && names.size() < 10) {
      names.add(rule.group(1));
    }
    boolean open = policy.contains("events.amazonaws.com");
    results.add(
        open
            ? new Result(
                Status.OK,
                "the ECS queue takes events of "
                    + (names.isEmpty() ? "any rule" : "rule " + String.join(", ", names)),
                "")
            : new Result(
                Status.GAP,
                "no EventBridge rule may send to the ECS queue",
                "no event arrives, tasks are only polled every "
                    + config.sweepWithQueue().toMinutes()
                    + " min; make a rule for source aws.ecs with the queue as target, and let"
                    + " events.amazonaws.com send in the queue's policy (deploy/ecs/runwhy.yaml has both)"));
  }

  private void deadLetters(String redrive) {
    results.add(
        redrive.isEmpty()
            ? new Result(
                Status.GAP,
                "the ECS queue has no dead-letter queue",
                "a message that cannot be read comes again until its retention ends; give the queue a RedrivePolicy with maxReceiveCount 5")
            : new Result(Status.OK, "the ECS queue has a dead-letter queue", ""));
  }
}
