package io.runwhy.bridge.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runwhy.bridge.testing.Yaml;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskField;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** What the real SDK sees of the fake AWS. */
class FakeAwsTest {
  private static final Instant T0 = Instant.parse("2026-08-20T10:00:00Z");

  private final FakeAws aws = new FakeAws();
  private final EcsClient ecs = client(EcsClient.builder());
  private final SqsClient sqs = client(SqsClient.builder());
  private final CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder());

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create(aws.url()))
        .region(Region.of(FakeAws.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD))
        .build();
  }

  @AfterEach
  void close() {
    ecs.close();
    sqs.close();
    logs.close();
    aws.close();
  }

  private static String arn(String id) {
    return "arn:aws:ecs:eu-central-1:123456789012:task/batch/" + id;
  }

  private void task(String id, String desired, String family, String startedBy) {
    aws.putTask(
        Yaml.object(
            """
            taskArn: %s
            clusterArn: arn:aws:ecs:eu-central-1:123456789012:cluster/batch
            taskDefinitionArn: arn:aws:ecs:eu-central-1:123456789012:task-definition/%s:3
            desiredStatus: %s
            lastStatus: RUNNING
            startedBy: "%s"
            createdAt: "2026-08-20T10:00:00.250Z"
            version: 4
            tags: [{key: team, value: red}]
            containers: [{name: main, exitCode: 1}]
            """
                .formatted(arn(id), family, desired, startedBy)));
  }

  @Test
  void tasksAreListedInPagesByStatusAndFilter() {
    IntStream.range(0, 250).forEach(i -> task("t%03d".formatted(i), "RUNNING", "etl", "a"));
    task("stopped", "STOPPED", "etl", "b");
    task("other", "RUNNING", "train", "b");

    List<Integer> sizes = new ArrayList<>();
    Set<String> arns = new HashSet<>();
    for (ListTasksResponse page : ecs.listTasksPaginator(r -> r.cluster("batch").family("etl"))) {
      sizes.add(page.taskArns().size());
      arns.addAll(page.taskArns());
    }

    assertThat(sizes).containsExactly(100, 100, 50);
    assertThat(arns).hasSize(250);
    assertThat(ecs.listTasks(r -> r.cluster("batch").desiredStatus(DesiredStatus.STOPPED)))
        .extracting(ListTasksResponse::taskArns)
        .isEqualTo(List.of(arn("stopped")));
    assertThat(ecs.listTasks(r -> r.cluster("batch").startedBy("b").maxResults(1)).taskArns())
        .containsExactly(arn("other"));
    assertThatThrownBy(() -> ecs.listTasks(r -> r.cluster("batch").startedBy("b").family("etl")))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> ecs.listTasks(r -> r.cluster("nowhere")))
        .isInstanceOf(ClusterNotFoundException.class);
  }

  @Test
  void tasksAreDescribedWithTagsOnRequestAndMissingOnesAreNamed() {
    task("one", "RUNNING", "etl", "a");

    DescribeTasksResponse bare = ecs.describeTasks(r -> r.cluster("batch").tasks("one", arn("x")));
    DescribeTasksResponse tagged =
        ecs.describeTasks(r -> r.cluster("batch").tasks(arn("one")).include(TaskField.TAGS));

    Task task = bare.tasks().get(0);
    assertThat(task.createdAt()).isEqualTo(Instant.parse("2026-08-20T10:00:00.250Z"));
    assertThat(task.containers().get(0).exitCode()).isEqualTo(1);
    assertThat(task.version()).isEqualTo(4);
    assertThat(task.tags()).isEmpty();
    assertThat(tagged.tasks().get(0).tags().get(0).value()).isEqualTo("red");
    assertThat(bare.failures().get(0).reason()).isEqualTo("MISSING");
    assertThatThrownBy(
            () -> {
              List<String> many = IntStream.range(0, 101).mapToObj(i -> arn("t" + i)).toList();
              ecs.describeTasks(r -> r.cluster("batch").tasks(many));
            })
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void definitionsAndInstancesAreDescribed() {
    aws.cluster("batch");
    aws.putDefinition(
        Yaml.object(
            """
            taskDefinitionArn: arn:aws:ecs:eu-central-1:123456789012:task-definition/etl:3
            containerDefinitions: [{name: main, essential: true}]
            """));
    aws.putInstance(
        Yaml.object(
            """
            containerInstanceArn: arn:aws:ecs:eu-central-1:123456789012:container-instance/batch/i1
            ec2InstanceId: i-0123
            """));

    assertThat(
            ecs.describeTaskDefinition(r -> r.taskDefinition("etl:3"))
                .taskDefinition()
                .containerDefinitions()
                .get(0)
                .essential())
        .isTrue();
    assertThatThrownBy(() -> ecs.describeTaskDefinition(r -> r.taskDefinition("etl:4")))
        .hasMessageContaining("Unable to describe task definition.");
    assertThat(
            ecs.describeContainerInstances(r -> r.cluster("batch").containerInstances("i1"))
                .containerInstances()
                .get(0)
                .ec2InstanceId())
        .isEqualTo("i-0123");
  }

  @Test
  void messagesComeBackUntilTheyAreDeletedOrDead() {
    String url = aws.createQueue("events", Duration.ofMillis(1), 2);
    aws.send("events", "not json");

    List<String> counts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Message message = receive(url, 2).get(0);
      counts.add(message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
      assertThat(message.attributes()).containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
    }

    assertThat(counts).containsExactly("1", "2");
    assertThat(receive(url, 1)).isEmpty();
    assertThat(aws.deadLetters("events")).containsExactly("not json");
  }

  @Test
  void aMessageIsHiddenWhileItsVisibilityIsKept() {
    String url = aws.createQueue("events", Duration.ofSeconds(30), 5);
    aws.send("events", "a");
    Message message = receive(url, 0).get(0);

    assertThat(receive(url, 0)).isEmpty();
    assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .isEqualTo("1");
    sqs.changeMessageVisibility(
        r -> r.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    Message again = receive(url, 1).get(0);
    assertThat(again.messageId()).isEqualTo(message.messageId());
    var answer =
        sqs.deleteMessageBatch(
            r ->
                r.queueUrl(url)
                    .entries(
                        List.of(
                            DeleteMessageBatchRequestEntry.builder()
                                .id("1")
                                .receiptHandle(again.receiptHandle())
                                .build())));
    assertThat(answer.successful()).hasSize(1);
    assertThat(aws.deleted("events")).isEqualTo(1);
    assertThat(aws.waiting("events") + aws.inFlight("events")).isZero();
  }

  @Test
  void aLongPollEndsWithTheFirstMessage() throws Exception {
    String url = aws.createQueue("events", Duration.ofSeconds(30), 5);

    CompletableFuture<List<Message>> polled = CompletableFuture.supplyAsync(() -> receive(url, 20));
    aws.send("events", "late");

    assertThat(polled.get()).extracting(Message::body).containsExactly("late");
  }

  @Test
  void messagesCanBeDoubleAndOutOfOrder() {
    String url = aws.createQueue("events", Duration.ofSeconds(30), 5);
    aws.shuffle("events", 7);
    IntStream.range(0, 20).forEach(i -> aws.send("events", Integer.toString(i)));
    aws.sendTwice("events", "twice");

    List<String> bodies = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      receive(url, 0)
          .forEach(
              m -> {
                bodies.add(m.body());
                ids.add(m.messageId());
              });
    }

    assertThat(bodies).hasSize(22);
    assertThat(ids).hasSize(21);
    assertThat(bodies.stream().filter(b -> !b.equals("twice")).toList())
        .isNotEqualTo(IntStream.range(0, 20).mapToObj(Integer::toString).toList());
  }

  @Test
  void queuesAreFoundByNameAndMissingOnesAreSaidToBe() {
    String url = aws.createQueue("events", Duration.ofSeconds(30), 5);

    assertThat(sqs.getQueueUrl(r -> r.queueName("events")).queueUrl()).isEqualTo(url);
    assertThat(attribute(url, QueueAttributeName.REDRIVE_POLICY)).contains("maxReceiveCount\":5");
    aws.removeQueue("events");
    assertThatThrownBy(() -> receive(url, 0)).isInstanceOf(QueueDoesNotExistException.class);
  }

  @Test
  void aLogIsReadBackwardsToItsBeginningWhereTheTokenStaysTheSame() {
    FakeLogStream stream = aws.logStream("/ecs/etl", "p/main/1").pages(4).emptyPages(1);
    IntStream.range(0, 10).forEach(i -> stream.line(T0.plusSeconds(i), "line " + i));

    List<List<String>> pages = new ArrayList<>();
    String token = null;
    while (true) {
      GetLogEventsResponse page = events("p/main/1", token);
      pages.add(page.events().stream().map(OutputLogEvent::message).toList());
      if (page.nextBackwardToken().equals(token)) {
        break;
      }
      token = page.nextBackwardToken();
    }

    assertThat(pages)
        .containsExactly(
            List.of("line 6", "line 7", "line 8", "line 9"),
            List.of(),
            List.of("line 2", "line 3", "line 4", "line 5"),
            List.of(),
            List.of("line 0", "line 1"),
            List.of());
  }

  @Test
  void aLogIsReadForwards() {
    FakeLogStream stream = aws.logStream("/ecs/etl", "p/main/1").pages(2);
    IntStream.range(0, 3).forEach(i -> stream.line(T0, "line " + i));

    List<String> lines =
        logs
            .getLogEventsPaginator(
                r -> r.logGroupName("/ecs/etl").logStreamName("p/main/1").startFromHead(true))
            .events()
            .stream()
            .map(OutputLogEvent::message)
            .toList();

    assertThat(lines).containsExactly("line 0", "line 1", "line 2");
  }

  @Test
  void aPageHasAMegabyteAtTheMost() {
    FakeLogStream stream = aws.logStream("/ecs/etl", "big");
    IntStream.range(0, 3).forEach(i -> stream.line(T0, "x".repeat(500_000)));

    assertThat(events("big", null).events()).hasSize(2);
  }

  @Test
  void streamsAndLinesComeLate() {
    aws.logStream("/ecs/etl", "late")
        .lineAfterReads(1, T0, "first")
        .lineAfterReads(2, T0.plusSeconds(1), "second");

    assertThatThrownBy(() -> events("late", null))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("log stream does not exist");
    assertThat(events("late", null).events()).hasSize(1);
    assertThat(events("late", null).events()).hasSize(2);
    assertThatThrownBy(() -> logs.getLogEvents(r -> r.logGroupName("/no").logStreamName("s")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("log group does not exist");
  }

  @Test
  void streamsAreListedNewestFirst() {
    aws.logStream("/ecs/etl", "a").line(T0.plusSeconds(2), "x");
    aws.logStream("/ecs/etl", "b").line(T0.plusSeconds(1), "x");

    assertThat(
            logs.describeLogStreams(
                    r -> r.logGroupName("/ecs/etl").orderBy("LastEventTime").descending(true))
                .logStreams())
        .extracting(s -> s.logStreamName() + ' ' + s.lastEventTimestamp())
        .containsExactly("a 1787220002000", "b 1787220001000");
  }

  @Test
  void eachRegionHasItsOwnLogs() {
    aws.logStream("us-east-1", "/ecs/etl", "s").line(T0, "elsewhere");

    assertThatThrownBy(() -> events("s", null)).isInstanceOf(ResourceNotFoundException.class);
    assertThat(aws.calls("GetLogEvents").get(0).region()).isEqualTo("eu-central-1");
  }

  @Test
  void faultsAreSeenAsTheSdkKnowsThem() {
    task("one", "RUNNING", "etl", "a");
    Map<AwsFault, String> codes =
        Map.of(
            AwsFault.denied("ListTasks", 1), "AccessDeniedException",
            AwsFault.expired("ListTasks", 1), "ExpiredTokenException",
            AwsFault.clusterGone("ListTasks", 1), "ClusterNotFoundException");

    codes.forEach(
        (fault, code) -> {
          aws.fault(fault);
          assertThatThrownBy(() -> ecs.listTasks(r -> r.cluster("batch")))
              .isInstanceOfSatisfying(
                  AwsServiceException.class,
                  e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
        });
    assertThat(ecs.listTasks(r -> r.cluster("batch")).taskArns()).hasSize(1);
  }

  @Test
  void faultsThatPassAreRetriedByTheSdkAndCounted() {
    task("one", "RUNNING", "etl", "a");
    aws.fault(AwsFault.throttled("ListTasks", 1));
    aws.fault(AwsFault.broken("ListTasks", 1));

    assertThat(ecs.listTasks(r -> r.cluster("batch")).taskArns()).hasSize(1);
    assertThat(aws.requests("ListTasks")).isEqualTo(3);
    assertThat(aws.calls("ListTasks")).hasSize(3);
  }

  @Test
  void aFaultLastsUntilItIsLifted() {
    task("one", "RUNNING", "etl", "a");
    aws.fault(AwsFault.cut("ListTasks", AwsFault.UNTIL_LIFTED));

    assertThatThrownBy(() -> ecs.listTasks(r -> r.cluster("batch")))
        .isInstanceOf(SdkClientException.class);
    aws.lift("ListTasks");
    assertThat(ecs.listTasks(r -> r.cluster("batch")).taskArns()).hasSize(1);
  }

  private List<Message> receive(String url, int wait) {
    return sqs.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(10)
                    .waitTimeSeconds(wait)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private String attribute(String url, QueueAttributeName name) {
    return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes()
        .get(name);
  }

  private GetLogEventsResponse events(String stream, String token) {
    GetLogEventsRequest.Builder request =
        GetLogEventsRequest.builder().logGroupName("/ecs/etl").logStreamName(stream);
    return logs.getLogEvents(request.nextToken(token).build());
  }
}
