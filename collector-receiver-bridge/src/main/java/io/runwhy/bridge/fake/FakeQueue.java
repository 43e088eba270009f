package io.runwhy.bridge.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One standard queue of SQS with its dead letters. A message taken is invisible for a time; taken
 * more often than the queue allows, it becomes a dead letter instead. Thread-safe.
 */
final class FakeQueue {
  /** Messages by which a shuffled queue is out of order at the most. */
  static final int DISORDER = 50;

  private final String name;
  private final Duration visibility;
  private final int maxReceives;
  private final Deque<Message> visible = new ArrayDeque<>();
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(Comparator.comparingLong(Flight::until));
  private final Map<String, Message> byHandle = new HashMap<>();
  private final List<String> deadLetters = new ArrayList<>();
  private @Nullable Random disorder;
  private int deleted;
  private boolean closed;

  /** A message; {@code handle} is empty while nobody holds it. */
  static final class Message {
    final String id;
    final String body;
    final Instant sent = Instant.now();
    int receives;
    Instant firstReceived = Instant.EPOCH;
    String handle = "";
    boolean inFlight;

    Message(String id, String body) {
      this.id = id;
      this.body = body;
    }
  }

  /** What was handed out at one receive. */
  record Delivery(Message message, String handle, int receives) {}

  /** A message in somebody's hands; over when the message has another handle by now. */
  private record Flight(Message message, String handle, long until) {}

  /**
   * A queue.
   *
   * @param maxReceives how often a message is handed out before it is a dead letter; 0 for ever
   */
  FakeQueue(String name, Duration visibility, int maxReceives) {
    this.name = name;
    this.visibility = visibility;
    this.maxReceives = maxReceives;
  }

  String name() {
    return name;
  }

  Duration visibility() {
    return visibility;
  }

  int maxReceives() {
    return maxReceives;
  }

  /** Sends a message, several times under one id for a duplicate; its id. */
  synchronized String send(String body, int times) {
    String id = UUID.randomUUID().toString();
    for (int i = 0; i < times; i++) {
      visible.addLast(new Message(id, body));
    }
    notifyAll();
    return id;
  }

  synchronized void shuffle(long seed) {
    disorder = new Random(seed);
  }

  /** Takes up to so many messages; waits for the first. */
  synchronized List<Delivery> receive(int most, Duration wait, Duration hidden)
      throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      long now = System.nanoTime();
      land(now);
      List<Delivery> taken = take(most, now + hidden.toNanos());
      if (!taken.isEmpty() || now >= end || closed) {
        return taken;
      }
      Flight next = flights.peek();
      long until = next == null ? end : Math.min(end, next.until());
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - now)));
    }
  }

  /** Deletes the message; an old handle does nothing, as with the real one. */
  synchronized void delete(String handle) {
    Message message = byHandle.remove(handle);
    if (message != null && message.handle.equals(handle)) {
      message.handle = "";
      message.inFlight = false;
      visible.remove(message);
      deleted++;
    }
  }

  synchronized void changeVisibility(String handle, Duration hidden) {
    land(System.nanoTime());
    Message message = byHandle.get(handle);
    if (message == null) {
      throw AwsError.of("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
    }
    if (!message.inFlight || !message.handle.equals(handle)) {
      throw AwsError.of("MessageNotInflight", "The message referred to isn't in flight.");
    }
    flights.removeIf(f -> f.handle().equals(handle));
    flights.add(new Flight(message, handle, System.nanoTime() + hidden.toNanos()));
    notifyAll();
  }

  synchronized int waiting() {
    land(System.nanoTime());
    return visible.size();
  }

  synchronized int inFlight() {
    land(System.nanoTime());
    return (int) byHandle.values().stream().filter(m -> m.inFlight).distinct().count();
  }

  synchronized int deleted() {
    return deleted;
  }

  /** Bodies of the messages that were taken too often. */
  synchronized List<String> deadLetters() {
    land(System.nanoTime());
    return List.copyOf(deadLetters);
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private List<Delivery> take(int most, long until) {
    List<Delivery> taken = new ArrayList<>();
    while (taken.size() < most && !visible.isEmpty()) {
      Message message = next();
      if (maxReceives > 0 && message.receives >= maxReceives) {
        byHandle.remove(message.handle);
        deadLetters.add(message.body);
        continue;
      }
      message.receives++;
      if (message.receives == 1) {
        message.firstReceived = Instant.now();
      }
      byHandle.remove(message.handle);
      message.handle = UUID.randomUUID().toString();
      message.inFlight = true;
      byHandle.put(message.handle, message);
      flights.add(new Flight(message, message.handle, until));
      taken.add(new Delivery(message, message.handle, message.receives));
    }
    return taken;
  }

  private Message next() {
    Random random = disorder;
    if (random != null) {
      int skip = random.nextInt(Math.min(DISORDER, visible.size()));
      for (int i = 0; i < skip; i++) {
        visible.addLast(visible.removeFirst());
      }
    }
    return visible.removeFirst();
  }

  /** Makes visible again what was not deleted in time. */
  private void land(long now) {
    while (!flights.isEmpty() && flights.peek().until() <= now) {
      Flight flight = flights.remove();
      Message message = flight.message();
      if (message.inFlight && message.handle.equals(flight.handle())) {
        message.inFlight = false;
        visible.addLast(message);
      }
    }
  }
}
