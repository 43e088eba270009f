package io.runwhy.extension.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A file of which only the beginning is read. */
final class SmallFile {
  /** Bytes that are read. */
  static final int LIMIT = 64 * 1024;

  private SmallFile() {}

  /** Its lines; empty when it cannot be read. */
  static Optional<List<String>> lines(String path) {
    try (InputStream in = Files.newInputStream(Paths.get(path))) {
      byte[] bytes = new byte[LIMIT];
      int length = 0;
      int read = in.read(bytes, 0, LIMIT);
      while (read > 0) {
        length += read;
        read = in.read(bytes, length, LIMIT - length);
      }
      String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
      return Optional.of(Arrays.asList(text.split("\n")));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
