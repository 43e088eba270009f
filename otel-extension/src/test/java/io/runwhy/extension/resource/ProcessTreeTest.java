package io.runwhy.extension.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
  @TempDir Path root;

  private void process(String place, int pid, int parent, int userTicks) throws IOException {
    Path directory = Files.createDirectories(root.resolve(place));
    Files.writeString(
        directory.resolve("stat"),
        pid
            + " (x) S "
            + parent
            + " 1 1 0 -1 0 0 0 0 0 "
            + userTicks
            + " 0 0 0 20 0 1 0 10 1000 1 1 1 1 "
            + (1_000 + pid)
            + "\n");
  }

  private void children(String place, int pid, String children) throws IOException {
    Path directory = Files.createDirectories(root.resolve(place + "/task/" + pid));
    Files.writeString(directory.resolve("children"), children);
  }

  private ProcessTree read() {
    Proc proc = new Proc(root.toString());
    ProcStat self = new ProcStat();
    assertThat(proc.stat("self", self)).isTrue();
    ProcessTree tree = new ProcessTree(proc);
    tree.read(self);
    return tree;
  }

  @Test
  void moreProcessesThanTheLimitAreLeftOutAndCounted() throws IOException {
    int some = ProcessTree.MAX_PROCESSES + 44;
    process("self", 7, 1, 0);
    children(
        "self",
        7,
        IntStream.range(100, 100 + some)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" ")));
    for (int pid = 100; pid < 100 + some; pid++) {
      process(Integer.toString(pid), pid, 7, 1);
    }
    ProcessTree tree = read();
    assertThat(tree.count()).isEqualTo(ProcessTree.MAX_PROCESSES);
    assertThat(tree.user()).isEqualTo(ProcessTree.MAX_PROCESSES);
    assertThat(tree.leftOut()).isEqualTo(44);
  }

  @Test
  void aCircleEnds() throws IOException {
    process("self", 7, 8, 0);
    process("7", 7, 8, 1);
    process("8", 8, 7, 1);
    children("self", 7, "8 ");
    children("7", 7, "8 ");
    children("8", 8, "7 ");
    ProcessTree tree = read();
    assertThat(tree.count()).isEqualTo(ProcessTree.MAX_PROCESSES);
    assertThat(tree.leftOut()).isPositive();
  }

  @Test
  void aListOfChildrenLongerThanTheBufferGivesNoHalfNumber() throws IOException {
    process("self", 7, 1, 0);
    String list = "1 ".repeat(SmallFile.MAX_BYTES / 2 - 1) + "12345 ";
    children("self", 7, list);
    process("12", 12, 7, 500);
    assertThat(read().user()).isZero();
  }

  @Test
  void whereTheKernelDoesNotTellOfChildrenTheJdkDoes() throws Exception {
    Process child = new ProcessBuilder("cat").start();
    try {
      process("self", 7, 1, 0);
      process(Long.toString(child.pid()), (int) child.pid(), 7, 42);
      assertThat(read().user()).isEqualTo(42);
    } finally {
      child.destroyForcibly();
    }
  }
}
