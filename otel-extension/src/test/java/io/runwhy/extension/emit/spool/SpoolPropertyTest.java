package io.runwhy.extension.emit.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever is appended, delivered, cut off and adopted in whatever order: all that was appended and
 * not delivered comes out, and nothing else.
 */
class SpoolPropertyTest {
  enum Kind {
    APPEND,
    DELIVER_FIRST,
    DELIVER_LAST,
    SETTLE,
    TIDY,
    CRASH,
    /** The machine dies in the middle of a write: the last append is cut somewhere. */
    CRASH_IN_WRITE,
    ADOPT_SOME,
    ADOPT_FILE
  }

  record Step(Kind kind, int number) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Arbitraries.of(Kind.values())
        .flatMap(kind -> Arbitraries.integers().between(0, 300).map(n -> new Step(kind, n)))
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void nothingIsLostAndNothingIsInvented(@ForAll("steps") List<Step> steps) throws IOException {
    Path directory = Files.createTempDirectory("runwhy-spool-property");
    try {
      Model model = new Model(directory);
      for (Step step : steps) {
        model.apply(step);
      }
      model.crash();
      List<String> left = SpoolTest.adoptAll(model.open());
      model.check(left);
      assertThat(directory).isEmptyDirectory();
    } finally {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** What must be there. */
  private static final class Model {
    private final Path directory;
    private final Map<String, Receipt> waiting = new TreeMap<>();
    private final Set<String> mustBeThere = new HashSet<>();
    private final Set<String> appended = new HashSet<>();
    private final Set<String> delivered = new HashSet<>();
    private final Deque<String> order = new ArrayDeque<>();
    private final List<Orphan> held = new ArrayList<>();
    private Spool spool;
    private int count;
    private long before;

    Model(Path directory) {
      this.directory = directory;
      this.spool = open();
    }

    Spool open() {
      return Spool.in(
          directory.toString(),
          SpoolTest.bytes("me"),
          4 << 20,
          64 << 20,
          problem -> {
            throw new AssertionError(problem);
          });
    }

    void apply(Step step) throws IOException {
      switch (step.kind()) {
        case APPEND -> append(step.number());
        case DELIVER_FIRST -> deliver(order.pollFirst());
        case DELIVER_LAST -> deliver(order.pollLast());
        case SETTLE -> spool.settle();
        case TIDY -> spool.tidy();
        case CRASH -> {
          crash();
          spool = open();
        }
        case CRASH_IN_WRITE -> {
          String last = append(step.number());
          Path file = newest();
          long size = Files.size(file);
          crash();
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(before, size - 1 - step.number() % 40));
          }
          mustBeThere.remove(last);
          spool = open();
        }
        case ADOPT_SOME -> adopt(step.number() % 3);
        case ADOPT_FILE -> adopt(Integer.MAX_VALUE);
      }
    }

    private String append(int length) throws IOException {
      String payload = count++ + ":" + "x".repeat(length);
      Path file = newest();
      before = file == null ? 0 : Files.size(file);
      Receipt receipt = spool.append(SpoolTest.bytes(payload));
      assertThat(receipt).isNotNull();
      if (!newestName().equals(file == null ? "" : file.toString())) {
        before = Frames.head(SpoolTest.bytes("me")).remaining();
      }
      waiting.put(payload, receipt);
      order.addLast(payload);
      appended.add(payload);
      mustBeThere.add(payload);
      return payload;
    }

    private void deliver(String payload) {
      if (payload != null) {
        waiting.remove(payload).done();
        mustBeThere.remove(payload);
        delivered.add(payload);
      }
    }

    private void adopt(int most) {
      Orphan orphan = spool.adopt();
      if (orphan == null) {
        return;
      }
      int taken = 0;
      for (Orphan.Spooled next = orphan.next(); next != null; next = orphan.next()) {
        String payload = SpoolTest.text(next.payload());
        assertThat(appended).contains(payload);
        if (taken++ >= most) {
          break;
        }
        next.receipt().done();
        mustBeThere.remove(payload);
        delivered.add(payload);
      }
      orphan.settle();
      held.add(orphan);
    }

    void crash() {
      spool.abandon();
      held.forEach(Orphan::close);
      held.clear();
      waiting.clear();
      order.clear();
    }

    void check(List<String> left) {
      assertThat(left).as("lost").containsAll(mustBeThere);
      assertThat(left).as("twice").doesNotHaveDuplicates();
      assertThat(appended).as("invented").containsAll(left);
    }

    private Path newest() throws IOException {
      try (Stream<Path> all = Files.list(directory)) {
        return all.filter(f -> f.getFileName().toString().contains(process()))
            .max(Comparator.naturalOrder())
            .orElse(null);
      }
    }

    private String newestName() throws IOException {
      return String.valueOf(newest());
    }

    private String process() {
      return spool.name();
    }
  }
}
