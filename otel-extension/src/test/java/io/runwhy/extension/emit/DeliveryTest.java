package io.runwhy.extension.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.runwhy.conventions.RunMetrics;
import io.runwhy.extension.config.Options;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeliveryTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, String> options = new HashMap<>();
  private volatile Function<List<LogRecordData>, CompletableResultCode> receiver = this::take;

  /** The SDK's exception, as far as it is looked at. */
  static final class HttpExportException extends Exception {
    private final int status;

    HttpExportException(int status) {
      this.status = status;
    }

    Object getResponse() {
      return this;
    }

    int getStatusCode() {
      return status;
    }
  }

  @AfterEach
  void stop() {
    threads.forEach(Thread::interrupt);
  }

  @Test
  void eventsAreDeliveredInOrderAndNoFileIsLeft() {
    Output output = start();
    List<String> expected = emit(output, 1_000);
    assertThat(output.flush(LONG)).isTrue();
    assertThat(taken).isEqualTo(expected);
    assertThat(output.counts().delivered()).isEqualTo(1_000);
    assertThat(spool()).isEmptyDirectory();
    assertThat(said).isEmpty();
  }

  @Test
  void anOutageIsSaidOnceAndItsEndOnceAndNothingIsLost() {
    receiver = records -> status(503);
    Output output = start();
    List<String> expected = emit(output, 300);
    assertThat(output.flush(Duration.ofMillis(700))).isFalse();
    receiver = this::take;
    assertThat(output.flush(LONG)).isTrue();
    assertThat(taken).isEqualTo(expected);
    assertThat(said)
        .hasSize(2)
        .first()
        .isEqualTo("events cannot be delivered (HTTP status 503); they wait, and are kept on disk");
    assertThat(said).last().asString().contains("again").contains("lost so far: 0");
  }

  @Test
  void recordsThatAreRefusedAreGivenUpAloneAndTheOthersArrive() {
    receiver =
        records ->
            bodies(records).stream().anyMatch(b -> b.equals("e7") || b.equals("e299"))
                ? status(400)
                : take(records);
    Output output = start();
    List<String> expected = emit(output, 300);
    assertThat(output.flush(LONG)).isTrue();
    expected.removeAll(List.of("e7", "e299"));
    assertThat(taken).isEqualTo(expected);
    assertThat(output.counts().refused()).isEqualTo(2);
    assertThat(output.counts().losses()).containsEntry(RunMetrics.EXTENSION_REFUSED, 2L);
    assertThat(said).as("not a line a record").hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aRecordAtWhichTheReceiverFailsAgainAndAgainDoesNotBlockTheRest() {
    receiver = records -> bodies(records).contains("e3") ? status(500) : take(records);
    Output output = start();
    emit(output, 5);
    assertThat(output.flush(LONG)).isTrue();
    assertThat(taken).containsExactly("e0", "e1", "e2", "e4");
    assertThat(output.counts().refused()).isEqualTo(1);
  }

  @Test
  void anExporterThatThrowsIsAnOutage() {
    receiver =
        records -> {
          throw new NoClassDefFoundError("injected");
        };
    Output output = start();
    emit(output, 1);
    assertThat(output.flush(Duration.ofMillis(300))).isFalse();
    receiver = this::take;
    assertThat(output.flush(LONG)).isTrue();
    assertThat(taken).containsExactly("e0");
  }

  @Test
  void aReceiverThatNeverAnswersHoldsNobody() {
    CompletableResultCode never = new CompletableResultCode();
    receiver = records -> never;
    options.put("runwhy.otlp.timeout", "60s");
    Output output = start();
    emit(output, 1);
    await().until(() -> output.counts().spooled() == 1);
    long start = System.nanoTime();
    output.events().emit(event("last"));
    assertThat(output.flush(Duration.ofMillis(500))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(output.counts().spooled()).as("the last words are on disk").isEqualTo(2);
    receiver = this::take;
    never.succeed();
    assertThat(output.flush(LONG)).isTrue();
    assertThat(taken).containsExactly("last");
  }

  @Test
  void whatDoesNotFitPushesTheOldestOutAndIsCounted() {
    receiver = records -> status(503);
    options.put("runwhy.queue.max_events", "10");
    Output output = start();
    emit(output, 100);
    output.flush(Duration.ofMillis(300));
    receiver = this::take;
    output.events().emit(event("last"));
    assertThat(output.flush(LONG)).isTrue();
    assertThat(taken).last().isEqualTo("last");
    assertThat(taken.size() + output.counts().dropped()).isEqualTo(101);
    assertThat(output.counts().losses())
        .hasEntrySatisfying(
            RunMetrics.EXTENSION_DROPPED, lost -> assertThat(lost).isBetween(85L, 91L));
    assertThat(spool()).isEmptyDirectory();
  }

  @Test
  void aProcessThatDiesLeavesItsEventsToTheNextOneWithTheirIdsTimesAndResource() throws Exception {
    receiver = records -> status(503);
    Output dead = open("dead-service");
    dead.events().emit(event("left"));
    Thread thread = run(dead);
    await().until(() -> dead.counts().spooled() == 1);
    thread.interrupt();
    thread.join();
    dead.abandon();

    List<LogRecordData> records = new CopyOnWriteArrayList<>();
    receiver =
        batch -> {
          records.addAll(batch);
          return CompletableResultCode.ofSuccess();
        };
    Output next = open("next-service");
    next.events().emit(event("own"));
    run(next);
    await().until(() -> records.size() == 2);
    LogRecordData left =
        records.stream().filter(r -> body(r).equals("left")).findFirst().orElseThrow();
    assertThat(left.getTimestampEpochNanos()).isEqualTo(event("left").epochNanos());
    assertThat(left.getAttributes().get(AttributeKey.stringKey("runwhy.record.id")))
        .isEqualTo(RecordId.of(event("left")));
    assertThat(left.getResource().getAttribute(AttributeKey.stringKey("service.name")))
        .isEqualTo("dead-service");
    await().until(() -> next.counts().adopted() == 1);
    assertThat(next.flush(LONG)).isTrue();
    await().untilAsserted(() -> assertThat(spool()).isEmptyDirectory());
  }

  @Test
  void anUnusableSpoolIsSaidOnceAndEventsGoAllTheSame() throws Exception {
    Files.writeString(spool(), "a file");
    Output output = start();
    emit(output, 3);
    assertThat(output.flush(LONG)).isTrue();
    assertThat(taken).hasSize(3);
    assertThat(said).singleElement().asString().startsWith("runwhy.spool.directory: ");
  }

  @Test
  void aReceiverThatWasNeverReachedIsNotWaitedForWhenTheSpoolHasAll() {
    receiver = records -> CompletableResultCode.ofFailure();
    Output output = start();
    emit(output, 3);
    long start = System.nanoTime();
    assertThat(output.flush(LONG)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aReceiverThatIsGoneIsNotWaitedForWhenTheSpoolHasAll() {
    Output output = start();
    emit(output, 1);
    assertThat(output.flush(LONG)).isTrue();
    receiver =
        records ->
            CompletableResultCode.ofExceptionalFailure(
                new IOException(new ConnectException("Connection refused")));
    emit(output, 3);
    long start = System.nanoTime();
    assertThat(output.flush(LONG)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(output.counts().spooled()).isEqualTo(4);
  }

  @Test
  void anInterruptedThreadCanWaitAndStaysInterrupted() {
    Output output = start();
    emit(output, 3);
    Thread.currentThread().interrupt();
    boolean delivered = output.flush(LONG);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(delivered).isTrue();
  }

  private Path spool() {
    return directory.resolve("spool");
  }

  private Output start() {
    Output output = open("service");
    run(output);
    return output;
  }

  private Output open(String service) {
    options.put("runwhy.spool.directory", spool().toString());
    return Output.open(
        Options.read(options::get, name -> null, said::add),
        Resource.builder().put("service.name", service).build(),
        records -> receiver.apply(records),
        said::add);
  }

  private Thread run(Output output) {
    Thread thread = new Thread(output.work(), "delivery-test");
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
    return thread;
  }

  private static List<String> emit(Output output, int count) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      output.events().emit(event("e" + i));
      bodies.add("e" + i);
    }
    return bodies;
  }

  private static Event event(String body) {
    return Event.of("runwhy.process", 1_700_000_000_000_000_001L).body(body).build();
  }

  private CompletableResultCode take(List<LogRecordData> records) {
    taken.addAll(bodies(records));
    return CompletableResultCode.ofSuccess();
  }

  private static CompletableResultCode status(int status) {
    return CompletableResultCode.ofExceptionalFailure(new HttpExportException(status));
  }

  private static List<String> bodies(List<LogRecordData> records) {
    return records.stream().map(DeliveryTest::body).toList();
  }

  private static String body(LogRecordData record) {
    return record.getBodyValue().asString();
  }
}
