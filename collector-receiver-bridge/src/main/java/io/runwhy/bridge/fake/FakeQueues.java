package io.runwhy.bridge.fake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations of SQS. Thread-safe. */
final class FakeQueues {
  /** Messages of one receive and entries of one batch at the most. */
  static final int MOST = 10;

  private final Map<String, FakeQueue> queues = new ConcurrentHashMap<>();

  void create(String name, Duration visibility, int maxReceives) {
    queues.put(name, new FakeQueue(name, visibility, maxReceives));
  }

  void remove(String name) {
    FakeQueue queue = queues.remove(name);
    if (queue != null) {
      queue.close();
    }
  }

  FakeQueue queue(String name) {
    FakeQueue queue = queues.get(name);
    if (queue == null) {
      throw AwsError.of("QueueDoesNotExist", "The specified queue does not exist.");
    }
    return queue;
  }

  void close() {
    queues.values().forEach(FakeQueue::close);
  }

  ObjectNode answer(String operation, JsonNode body) throws InterruptedException {
    if (operation.equals("GetQueueUrl")) {
      String name = AwsRequests.text(body, "QueueName");
      return AwsRequests.JSON.createObjectNode().put("QueueUrl", url(queue(name).name()));
    }
    String url = AwsRequests.text(body, "QueueUrl");
    FakeQueue queue = queue(url.substring(url.lastIndexOf('/') + 1));
    return switch (operation) {
      case "SendMessage" -> send(queue, body);
      case "ReceiveMessage" -> receive(queue, body);
      case "DeleteMessage" -> one(() -> queue.delete(AwsRequests.text(body, "ReceiptHandle")));
      case "ChangeMessageVisibility" -> one(() -> changeVisibility(queue, body));
      case "DeleteMessageBatch" ->
          batch(body, entry -> queue.delete(AwsRequests.text(entry, "ReceiptHandle")));
      case "ChangeMessageVisibilityBatch" -> batch(body, entry -> changeVisibility(queue, entry));
      case "GetQueueAttributes" -> attributes(queue, body);
      default -> throw AwsRequests.unknown(operation);
    };
  }

  /** The URL under which clients know the queue; only its last part matters. */
  static String url(String name) {
    return "https://sqs." + FakeAws.REGION + ".amazonaws.com/" + FakeAws.ACCOUNT + '/' + name;
  }

  private static ObjectNode send(FakeQueue queue, JsonNode body) {
    String text = AwsRequests.text(body, "MessageBody");
    return AwsRequests.JSON
        .createObjectNode()
        .put("MessageId", queue.send(text, 1))
        .put("MD5OfMessageBody", md5(text));
  }

  private static ObjectNode receive(FakeQueue queue, JsonNode body) throws InterruptedException {
    long most = AwsRequests.number(body, "MaxNumberOfMessages", 1);
    long wait = AwsRequests.number(body, "WaitTimeSeconds", 0);
    if (most < 1 || most > MOST || wait < 0 || wait > 20) {
      throw AwsError.of(
          "InvalidParameterValue", "MaxNumberOfMessages or WaitTimeSeconds is out of range.");
    }
    long hidden = AwsRequests.number(body, "VisibilityTimeout", queue.visibility().toSeconds());
    Duration invisible =
        body.has("VisibilityTimeout") ? Duration.ofSeconds(hidden) : queue.visibility();
    List<FakeQueue.Delivery> taken = queue.receive((int) most, Duration.ofSeconds(wait), invisible);
    Set<String> wanted = new HashSet<>();
    body.path("AttributeNames").forEach(n -> wanted.add(n.asString()));
    body.path("MessageSystemAttributeNames").forEach(n -> wanted.add(n.asString()));
    ObjectNode answer = AwsRequests.JSON.createObjectNode();
    if (!taken.isEmpty()) {
      ArrayNode messages = answer.putArray("Messages");
      taken.forEach(delivery -> message(messages.addObject(), delivery, wanted));
    }
    return answer;
  }

  private static void message(ObjectNode node, FakeQueue.Delivery delivery, Set<String> wanted) {
    FakeQueue.Message message = delivery.message();
    node.put("MessageId", message.id);
    node.put("ReceiptHandle", delivery.handle());
    node.put("Body", message.body);
    node.put("MD5OfBody", md5(message.body));
    Map<String, String> all =
        Map.of(
            "ApproximateReceiveCount",
            Integer.toString(delivery.receives()),
            "ApproximateFirstReceiveTimestamp",
            Long.toString(message.firstReceived.toEpochMilli()),
            "SentTimestamp",
            Long.toString(message.sent.toEpochMilli()));
    all.forEach(
        (name, value) -> {
          if (wanted.contains(name) || wanted.contains("All")) {
            node.withObject("/Attributes").put(name, value);
          }
        });
  }

  private static void changeVisibility(FakeQueue queue, JsonNode entry) {
    queue.changeVisibility(
        AwsRequests.text(entry, "ReceiptHandle"),
        Duration.ofSeconds(AwsRequests.number(entry, "VisibilityTimeout", 0)));
  }

  private static ObjectNode one(Runnable work) {
    work.run();
    return AwsRequests.JSON.createObjectNode();
  }

  private static ObjectNode batch(JsonNode body, Consumer<JsonNode> work) {
    JsonNode entries = body.path("Entries");
    if (entries.isEmpty()) {
      throw AwsError.of("EmptyBatchRequest", "There should be at least one entry.");
    }
    if (entries.size() > MOST) {
      throw AwsError.of("TooManyEntriesInBatchRequest", "Maximum number of entries is 10.");
    }
    ObjectNode answer = AwsRequests.JSON.createObjectNode();
    ArrayNode done = answer.putArray("Successful");
    ArrayNode failed = answer.putArray("Failed");
    for (JsonNode entry : entries) {
      String id = AwsRequests.text(entry, "Id");
      try {
        work.accept(entry);
        done.addObject().put("Id", id);
      } catch (AwsError e) {
        failed
            .addObject()
            .put("Id", id)
            .put("SenderFault", true)
            .put("Code", e.type())
            .put("Message", e.getMessage());
      }
    }
    return answer;
  }

  private static ObjectNode attributes(FakeQueue queue, JsonNode body) {
    String arn = "arn:aws:sqs:" + FakeAws.REGION + ':' + FakeAws.ACCOUNT + ':' + queue.name();
    ObjectNode all = AwsRequests.JSON.createObjectNode();
    all.put("QueueArn", arn);
    all.put("ApproximateNumberOfMessages", Integer.toString(queue.waiting()));
    all.put("ApproximateNumberOfMessagesNotVisible", Integer.toString(queue.inFlight()));
    all.put("VisibilityTimeout", Long.toString(queue.visibility().toSeconds()));
    // One that is made with care has dead letters, and a policy that lets a rule send.
    if (queue.maxReceives() > 0) {
      String redrive =
          "{\"deadLetterTargetArn\":\"%s-dead\",\"maxReceiveCount\":%d}"
              .formatted(arn, queue.maxReceives());
      all.put("RedrivePolicy", redrive);
      all.put(
          "Policy",
          "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"events.amazonaws.com\"},\"Action\":\"sqs:SendMessage\",\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"arn:aws:events:%s:%s:rule/task-events\"}}}]}"
              .formatted(FakeAws.REGION, FakeAws.ACCOUNT));
    }
    ObjectNode answer = AwsRequests.JSON.createObjectNode();
    ObjectNode found = answer.putObject("Attributes");
    for (JsonNode name : body.path("AttributeNames")) {
      @Nullable JsonNode value = all.get(name.asString());
      if (name.asString().equals("All")) {
        found.setAll(all);
      } else if (value != null) {
        found.set(name.asString(), value);
      }
    }
    return answer;
  }

  private static String md5(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
