package io.runwhy.extension.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file a case: the tree of files, and the whole sample that is read of it. */
class SampleCasesTest {
  @TempDir Path directory;

  static Stream<Path> cases() throws IOException {
    return Files.list(Path.of("src/test/resources/samples")).sorted();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aTreeGivesItsSample(Path file) throws IOException {
    String[] parts = Files.readString(file).split("\n-- (sample|warnings)(?=\n|$)", 3);
    write(parts[0]);
    List<String> warnings = new ArrayList<>();
    Sampler sampler =
        new Sampler(
            directory.resolve("proc").toString(),
            directory.resolve("cgroup").toString(),
            true,
            () -> 1_000_000_000_000L,
            () -> 1,
            (option, what) -> warnings.add(option.property()));
    String[] read = new String[1];
    sampler.read(sample -> read[0] = sample.toString());
    boolean withProcess = parts[0].contains("== proc/self/stat");
    String told = withProcess ? read[0] : read[0].replaceAll("(?m)^(CPU_|UPTIME).*\n", "");
    assertThat(told.strip()).isEqualTo(parts[1].strip());
    assertThat(String.join("\n", warnings)).isEqualTo(parts.length < 3 ? "" : parts[2].strip());
  }

  private void write(String tree) throws IOException {
    String[] files = tree.split("(?m)^== ");
    for (int i = 1; i < files.length; i++) {
      int line = files[i].indexOf('\n');
      line = line < 0 ? files[i].length() : line;
      Path path = directory.resolve(files[i].substring(0, line));
      Files.createDirectories(path.getParent());
      Files.writeString(path, files[i].substring(Math.min(line + 1, files[i].length())));
    }
  }
}
