package io.runwhy.bridge.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lines that fit, and durations that read well. */
final class Layout {
  private Layout() {}

  /** Prose broken at blanks; lines that are indented (commands, YAML) are kept as they are. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(" ") || line.length() <= width) {
        lines.add(line);
        continue;
      }
      StringBuilder current = new StringBuilder();
      for (String word : line.split(" ", -1)) {
        if (!current.isEmpty() && current.length() + 1 + word.length() > width) {
          lines.add(current.toString());
          current.setLength(0);
        }
        current.append(current.isEmpty() ? "" : " ").append(word);
      }
      lines.add(current.toString());
    }
    return lines;
  }

  static String duration(Duration d) {
    long ms = d.toMillis();
    if (ms < 10_000) {
      return ms % 1000 == 0 ? ms / 1000 + "s" : ms / 1000 + "." + ms % 1000 / 100 + "s";
    }
    long s = ms / 1000;
    if (s < 60) {
      return s + "s";
    }
    if (s < 3600) {
      return s / 60 + "m" + (s % 60 == 0 ? "" : " " + s % 60 + "s");
    }
    return s / 3600 + "h" + (s % 3600 < 60 ? "" : " " + s % 3600 / 60 + "m");
  }
}
