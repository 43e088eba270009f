package io.runwhy.bridge.source.ecs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The calls to one queue, in batches of ten as SQS allows. Failures come as the SDK throws them.
 */
final class QueueCalls {
  static final int BATCH = 10;

  /** The longest long poll that SQS has. */
  static final Duration LONG_POLL = Duration.ofSeconds(20);

  private final SqsClient sqs;
  private final String url;
  private final Duration visibility;

  /** Which messages of a batch SQS refused: those to try again, and those that cannot be helped. */
  record Refused(List<InHand> again, List<InHand> lost) {
    Refused {
      again = List.copyOf(again);
      lost = List.copyOf(lost);
    }
  }

  QueueCalls(SqsClient sqs, String url, Duration visibility) {
    this.sqs = sqs;
    this.url = url;
    this.visibility = visibility;
  }

  /** Up to ten messages; waits for the first. */
  List<Message> receive(Duration wait) {
    return sqs.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(BATCH)
                    .waitTimeSeconds((int) wait.toSeconds())
                    .visibilityTimeout((int) visibility.toSeconds())
                    .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP))
        .messages();
  }

  Refused delete(List<InHand> messages) {
    return refused(
        messages,
        sqs.deleteMessageBatch(
                r ->
                    r.queueUrl(url)
                        .entries(
                            numbered(
                                messages.size(),
                                i ->
                                    DeleteMessageBatchRequestEntry.builder()
                                        .id(Integer.toString(i))
                                        .receiptHandle(messages.get(i).receipt())
                                        .build())))
            .failed());
  }

  /** Keeps messages out of sight for the configured time from now. */
  Refused hide(List<InHand> messages) {
    return refused(
        messages,
        sqs.changeMessageVisibilityBatch(
                r ->
                    r.queueUrl(url)
                        .entries(
                            numbered(
                                messages.size(),
                                i ->
                                    ChangeMessageVisibilityBatchRequestEntry.builder()
                                        .id(Integer.toString(i))
                                        .receiptHandle(messages.get(i).receipt())
                                        .visibilityTimeout((int) visibility.toSeconds())
                                        .build())))
            .failed());
  }

  private static <T> List<T> numbered(int size, IntFunction<T> entry) {
    List<T> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      entries.add(entry.apply(i));
    }
    return entries;
  }

  private static Refused refused(List<InHand> messages, List<BatchResultErrorEntry> failed) {
    List<InHand> again = new ArrayList<>();
    List<InHand> lost = new ArrayList<>();
    for (BatchResultErrorEntry entry : failed) {
      InHand message = messages.get(Integer.parseInt(entry.id()));
      (Boolean.TRUE.equals(entry.senderFault()) ? lost : again).add(message);
    }
    return new Refused(again, lost);
  }
}
