package io.runwhy.extension.emit.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
  @TempDir Path temporary;
  private final List<String> problems = new ArrayList<>();

  @Test
  void whatADeadProcessLeftIsAdoptedOnceAndItsFileGoes() {
    Spool dead = spool(1 << 20, 8 << 20);
    dead.append(bytes("a"));
    dead.append(bytes("b"));
    dead.abandon();

    Spool next = spool(1 << 20, 8 << 20);
    Orphan orphan = next.adopt();
    assertThat(spool(1 << 20, 8 << 20).adopt()).as("it is taken").isNull();
    assertThat(text(orphan.about())).isEqualTo("me");
    assertThat(drain(orphan)).containsExactly("a", "b");
    assertThat(next.adopt()).isNull();
    assertThat(files()).isEmpty();
  }

  @Test
  void aLivingProcessIsNotAdopted() {
    Spool alive = spool(1 << 20, 8 << 20);
    alive.append(bytes("a"));
    assertThat(spool(1 << 20, 8 << 20).adopt()).isNull();
    alive.abandon();
  }

  @Test
  void whatWasDeliveredIsNotAdopted() {
    Spool dead = spool(1 << 20, 8 << 20);
    Receipt first = dead.append(bytes("a"));
    dead.append(bytes("b"));
    first.done();
    dead.settle();
    dead.abandon();
    assertThat(drain(spool(1 << 20, 8 << 20).adopt())).containsExactly("b");
  }

  @Test
  void whatIsDeliveredOutOfOrderIsKeptUntilTheFirstIs() {
    Spool dead = spool(1 << 20, 8 << 20);
    dead.append(bytes("a"));
    dead.append(bytes("b")).done();
    dead.settle();
    dead.abandon();
    assertThat(drain(spool(1 << 20, 8 << 20).adopt())).containsExactly("a", "b");
  }

  @Test
  void theFileOfAHealthyProcessStaysSmallAndGoesAtItsEnd() {
    Spool spool = spool(1 << 20, 8 << 20);
    for (int i = 0; i < 1_000; i++) {
      spool.append(new byte[1_000]).done();
      spool.settle();
    }
    assertThat(files()).hasSize(1).allSatisfy(f -> assertThat(Files.size(f)).isLessThan(100));
    spool.tidy();
    assertThat(files()).isEmpty();
    spool.append(bytes("after"));
    spool.abandon();
    assertThat(drain(spool(1 << 20, 8 << 20).adopt())).containsExactly("after");
  }

  @Test
  void theOldestOfAProcessGoWhenItsFilesAreFull() {
    Spool spool = spool(4_000, 1 << 20);
    for (int i = 0; i < 100; i++) {
      spool.append(bytes(String.format("%0100d", i)));
    }
    assertThat(spool.dropped()).isPositive();
    long bytes = files().stream().mapToLong(SpoolDirectory::size).sum();
    assertThat(bytes).isLessThanOrEqualTo(4_000);
    spool.abandon();
    List<String> left = adoptAll(spool(4_000, 1 << 20));
    assertThat(left).hasSize((int) (100 - spool.dropped()));
    assertThat(left).last().isEqualTo(String.format("%0100d", 99));
    assertThat(problems).isEmpty();
  }

  @Test
  void theOldestFilesOfDeadProcessesGoWhenTheDirectoryIsFull() throws Exception {
    for (int i = 0; i < 5; i++) {
      Spool dead = spool(1_000, 10_000);
      dead.append(bytes(i + "x".repeat(200)));
      dead.abandon();
    }
    // 5 files of about 240 bytes; room is asked for 250
    Spool next = spool(1_000, 1_000);
    next.append(bytes("own"));
    assertThat(next.isOn()).isTrue();
    assertThat(next.dropped()).isBetween(1L, 4L);
    assertThat(files().stream().mapToLong(SpoolDirectory::size).sum()).isLessThan(1_000);
    next.abandon();
  }

  @Test
  void aDirectoryFullOfFilesOfLivingProcessesSwitchesItOff() {
    Spool alive = spool(1_000, 10_000);
    alive.append(new byte[900]);
    Spool next = spool(1_000, 1_000);
    assertThat(next.append(bytes("own"))).isNull();
    assertThat(next.isOn()).isFalse();
    assertThat(problems).singleElement().asString().contains("full with files of other processes");
    alive.abandon();
  }

  @Test
  void directoryAndFilesAreTheUsersAlone() throws Exception {
    Spool spool = spool(1 << 20, 8 << 20);
    spool.append(bytes("a"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
        .isEqualTo("rw-------");
    spool.abandon();
  }

  @Test
  void aDirectoryThatIsAFileSwitchesItOffWithOneWord() throws Exception {
    Files.writeString(directory(), "in the way");
    Spool spool = spool(1 << 20, 8 << 20);
    assertThat(spool.append(bytes("a"))).isNull();
    assertThat(spool.append(bytes("b"))).isNull();
    assertThat(spool.adopt()).isNull();
    spool.settle();
    spool.tidy();
    assertThat(problems).hasSize(1);
  }

  @Test
  void aFullDiskSwitchesItOffAndKeepsWhatIsThere() throws Exception {
    Path small = Files.createDirectory(temporary.resolve("small"));
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=16k,mode=700", "tmpfs", small.toString());
    if (!mounted) {
      System.out.println("skipped: no right to mount a small file system");
    }
    assumeThat(mounted).isTrue();
    try {
      Spool spool = Spool.in(small.toString(), bytes("me"), 1 << 20, 8 << 20, problems::add);
      int kept = 0;
      while (spool.append(new byte[1_000]) != null) {
        kept++;
      }
      assertThat(kept).isBetween(1, 16);
      assertThat(problems).singleElement().asString().contains("space");
      spool.abandon();
      Spool next = Spool.in(small.toString(), bytes("me"), 1 << 20, 8 << 20, problems::add);
      assertThat(drain(next.adopt())).hasSize(kept);
    } finally {
      run("umount", small.toString());
    }
  }

  @Test
  void aReadOnlyDirectorySwitchesItOffWithOneWord() throws Exception {
    Path fixed = Files.createDirectory(temporary.resolve("fixed"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", fixed.toString());
    if (!mounted) {
      System.out.println("skipped: no right to mount a read-only file system");
    }
    assumeThat(mounted).isTrue();
    try {
      Spool spool = Spool.in(fixed.toString(), bytes("me"), 1 << 20, 8 << 20, problems::add);
      assertThat(spool.append(bytes("a"))).isNull();
      assertThat(problems).singleElement().asString().containsIgnoringCase("read-only");
    } finally {
      run("umount", fixed.toString());
    }
  }

  @Test
  void aCommonDirectoryThatOthersMayWriteIsNeitherTrustedNorRead() throws Exception {
    Path common = Files.createDirectory(temporary.resolve("runwhy-spool"));
    Spool foreign = Spool.in(common.toString(), bytes("me"), 1 << 20, 8 << 20, problems::add);
    foreign.append(bytes("forged"));
    foreign.abandon();
    Files.setPosixFilePermissions(common, PosixFilePermissions.fromString("rwxrwxrwx"));
    String before = System.setProperty("java.io.tmpdir", temporary.toString());
    try {
      Spool spool = Spool.in("", bytes("me"), 1 << 20, 8 << 20, problems::add);
      assertThat(spool.adopt()).isNull();
      assertThat(spool.append(bytes("a"))).isNotNull();
      assertThat(temporary.resolve("runwhy-spool-" + System.getProperty("user.name")))
          .isNotEmptyDirectory();
      spool.abandon();
      assertThat(common).isNotEmptyDirectory();
      assertThat(problems).isEmpty();
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "RUNWHY", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"})
  void garbageWithOurNameGoesAndForeignFilesStay(String garbage) throws Exception {
    Files.createDirectory(directory());
    Files.writeString(directory().resolve("runwhy-1-2-3-0.spool"), garbage);
    Files.writeString(directory().resolve("notes.txt"), "mine");
    Files.createDirectory(directory().resolve("runwhy-dir.spool"));
    assertThat(spool(1 << 20, 8 << 20).adopt()).isNull();
    assertThat(directory().resolve("runwhy-1-2-3-0.spool")).doesNotExist();
    assertThat(directory().resolve("notes.txt")).hasContent("mine");
    assertThat(directory().resolve("runwhy-dir.spool")).isDirectory();
    assertThat(problems).isEmpty();
  }

  @Test
  void aFileOfAnotherVersionStays() throws Exception {
    Files.createDirectory(directory());
    Path file = directory().resolve("runwhy-1-2-3-0.spool");
    Files.writeString(file, "RUNWHY\0\2 and what it will hold");
    assertThat(spool(1 << 20, 8 << 20).adopt()).isNull();
    assertThat(file).exists();
  }

  @Test
  void aFrameThatIsTornAtTheEndIsLeftOut() throws Exception {
    Spool dead = spool(1 << 20, 8 << 20);
    dead.append(bytes("whole"));
    dead.abandon();
    try (OutputStream out = Files.newOutputStream(files().get(0), StandardOpenOption.APPEND)) {
      out.write(new byte[] {0, 0, 1, 0, 1, 2, 3, 4, 'h', 'a', 'l'});
    }
    assertThat(drain(spool(1 << 20, 8 << 20).adopt())).containsExactly("whole");
  }

  @Test
  void aNameThatIsNoPathSwitchesItOff() {
    Spool spool = Spool.in("a\0b", bytes("me"), 1, 1, problems::add);
    assertThat(spool.isOn()).isFalse();
    assertThat(problems).hasSize(1);
  }

  private Path directory() {
    return temporary.resolve("spool");
  }

  private Spool spool(long maxBytes, long totalBytes) {
    return Spool.in(directory().toString(), bytes("me"), maxBytes, totalBytes, problems::add);
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(directory())) {
      return all.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  static List<String> adoptAll(Spool spool) {
    List<String> all = new ArrayList<>();
    for (Orphan orphan = spool.adopt(); orphan != null; orphan = spool.adopt()) {
      all.addAll(drain(orphan));
    }
    return all;
  }

  /** Takes and delivers all of it. */
  static List<String> drain(@Nullable Orphan orphan) {
    List<String> all = new ArrayList<>();
    for (Orphan.Spooled next = orphan.next(); next != null; next = orphan.next()) {
      all.add(text(next.payload()));
      next.receipt().done();
    }
    orphan.settle();
    return all;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
