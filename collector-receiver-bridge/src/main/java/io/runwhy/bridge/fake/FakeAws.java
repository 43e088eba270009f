package io.runwhy.bridge.fake;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.BlockingHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Amazon ECS, SQS and CloudWatch Logs on one free loopback port, for clients of the AWS SDK with an
 * endpoint of their own. Things are put in by the Java methods; clients read them over HTTP as from
 * a real one. Faults are injected by {@link #fault}; every request is counted. It schedules and
 * runs nothing by itself, and checks no signature.
 */
public final class FakeAws implements AutoCloseable {
  /** The Region in which everything is, if no other is named. */
  public static final String REGION = "eu-central-1";

  public static final String ACCOUNT = "123456789012";

  /** Requests remembered with their time; older ones are only counted. */
  static final int CALLS_REMEMBERED = 100_000;

  private final FakeEcs ecs = new FakeEcs();
  private final FakeQueues queues = new FakeQueues();
  private final FakeLogs logs = new FakeLogs();
  private final List<AwsFault> faults = new ArrayList<>();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Deque<AwsCall> calls = new ArrayDeque<>();
  private final Undertow server;

  public FakeAws() {
    this.server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(64)
            // A client that was cut off in the middle of a request is not waited for.
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1_000)
            .setHandler(new BlockingHandler(new AwsRequests(this)))
            .build();
    server.start();
  }

  /** Where it listens, for example {@code http://127.0.0.1:41234}. */
  public String url() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return "http://127.0.0.1:" + address.getPort();
  }

  /** Creates an ECS cluster; a task's own is created with it. */
  public void cluster(String name) {
    ecs.cluster(name);
  }

  /**
   * Creates or replaces a task, in the form of DescribeTasks or of the {@code detail} of an event;
   * times may be texts. It is listed by its {@code desiredStatus}.
   */
  public void putTask(ObjectNode task) {
    ecs.putTask(task);
  }

  /** Forgets a task: DescribeTasks answers MISSING. */
  public void removeTask(String arn) {
    ecs.removeTask(arn);
  }

  /** Creates or replaces a task definition, in the form of DescribeTaskDefinition. */
  public void putDefinition(ObjectNode definition) {
    ecs.putDefinition(definition);
  }

  public void removeDefinition(String arn) {
    ecs.removeDefinition(arn);
  }

  /** Creates or replaces a container instance, in the form of DescribeContainerInstances. */
  public void putInstance(ObjectNode instance) {
    ecs.putInstance(instance);
  }

  /**
   * Creates a queue.
   *
   * @param visibility how long a message taken stays hidden, if the receiver says nothing
   * @param maxReceives how often a message is handed out before it is a dead letter; 0 for ever
   * @return its URL
   */
  public String createQueue(String name, Duration visibility, int maxReceives) {
    queues.create(name, visibility, maxReceives);
    return FakeQueues.url(name);
  }

  public void removeQueue(String name) {
    queues.remove(name);
  }

  /** Sends a message; any text, so also a malformed one. */
  public void send(String queue, String body) {
    queues.queue(queue).send(body, 1);
  }

  /** Sends one message that is delivered twice under one id. */
  public void sendTwice(String queue, String body) {
    queues.queue(queue).send(body, 2);
  }

  /** Delivers the queue's messages out of order from now on. */
  public void shuffle(String queue, long seed) {
    queues.queue(queue).shuffle(seed);
  }

  /** Messages that can be taken now. */
  public int waiting(String queue) {
    return queues.queue(queue).waiting();
  }

  /** Messages that somebody has taken and not deleted. */
  public int inFlight(String queue) {
    return queues.queue(queue).inFlight();
  }

  /** Messages deleted so far. */
  public int deleted(String queue) {
    return queues.queue(queue).deleted();
  }

  /** Bodies of the messages that were taken too often. */
  public List<String> deadLetters(String queue) {
    return queues.queue(queue).deadLetters();
  }

  /** Creates an empty log group. */
  public void logGroup(String group) {
    logs.group(REGION, group);
  }

  /** The log stream, created with its group when there is none. */
  public FakeLogStream logStream(String group, String stream) {
    return logStream(REGION, group, stream);
  }

  /** The same in another Region. */
  public FakeLogStream logStream(String region, String group, String stream) {
    return logs.stream(region, group, stream);
  }

  /** Lets something go wrong; faults are used up in the order they were added. */
  public void fault(AwsFault fault) {
    synchronized (faults) {
      faults.add(fault);
    }
  }

  /** Ends all faults of an operation; empty for all there are. */
  public void lift(String operation) {
    synchronized (faults) {
      faults.removeIf(f -> operation.isEmpty() || f.operation().equals(operation));
    }
  }

  /** Requests so far, for example {@code requests("DescribeTasks")}. */
  public int requests(String operation) {
    AtomicInteger count = requests.get(operation);
    return count == null ? 0 : count.get();
  }

  /**
   * The last requests with their times, oldest first, at most {@value #CALLS_REMEMBERED} of all
   * operations together.
   *
   * @param operation empty for all
   */
  public List<AwsCall> calls(String operation) {
    synchronized (calls) {
      return calls.stream()
          .filter(c -> operation.isEmpty() || c.operation().equals(operation))
          .toList();
    }
  }

  @Override
  public void close() {
    queues.close();
    server.stop();
  }

  FakeEcs ecs() {
    return ecs;
  }

  FakeQueues queues() {
    return queues;
  }

  FakeLogs logs() {
    return logs;
  }

  void counted(String operation, String region) {
    requests.computeIfAbsent(operation, o -> new AtomicInteger()).incrementAndGet();
    synchronized (calls) {
      calls.addLast(new AwsCall(operation, region, Instant.now(), System.nanoTime()));
      if (calls.size() > CALLS_REMEMBERED) {
        calls.removeFirst();
      }
    }
  }

  /** Takes the next fault that fits; null when all is well. */
  @Nullable AwsFault takeFault(String operation) {
    synchronized (faults) {
      for (int i = 0; i < faults.size(); i++) {
        AwsFault fault = faults.get(i);
        if (fault.fits(operation)) {
          if (fault.times() <= 1) {
            faults.remove(i);
          } else {
            faults.set(i, fault.used());
          }
          return fault;
        }
      }
      return null;
    }
  }
}
