package io.runwhy.extension.code;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Tells downloads of code and data from other HTTP traffic, by the table {@code downloads.txt}. */
final class Downloads {
  private final Map<String, List<String>> words = new HashMap<>();
  private final Set<String> suffixes = new HashSet<>();
  private long minBytes = Long.MAX_VALUE;

  private Downloads() {}

  static Downloads load() throws IOException {
    InputStream in = Downloads.class.getResourceAsStream("downloads.txt");
    if (in == null) {
      throw new IOException("downloads.txt is missing");
    }
    Downloads table = new Downloads();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.trim().split("\\s+");
        for (int i = 1; i < parts.length && !line.startsWith("#"); i++) {
          table.words.computeIfAbsent(parts[0], key -> new ArrayList<>()).add(parts[i]);
        }
      }
    }
    table.suffixes.addAll(table.words("suffix"));
    for (String number : table.words("min-bytes")) {
      table.minBytes = Long.parseLong(number);
    }
    return table;
  }

  private List<String> words(String key) {
    return words.getOrDefault(key, new ArrayList<>());
  }

  /** Whether a request may be one at all: not of a client or to a host that is left out. */
  boolean mayBe(String method, String host, @Nullable String userAgent) {
    return method.equals("GET")
        && !startsWithAny(host, words("host"))
        && (userAgent == null || !containsAny(userAgent.toLowerCase(Locale.ROOT), words("agent")));
  }

  /** Whether the path names one. */
  boolean isNamed(@Nullable String path) {
    if (path == null || path.isEmpty()) {
      return false;
    }
    String lower = path.toLowerCase(Locale.ROOT);
    String file = lower.substring(lower.lastIndexOf('/') + 1);
    for (int dot = file.indexOf('.'); dot >= 0; dot = file.indexOf('.', dot + 1)) {
      if (dot > 0 && suffixes.contains(file.substring(dot))) {
        return true;
      }
    }
    return containsAny(lower, words("part"));
  }

  /** Whether the answer shows that it was one. */
  boolean isShown(@Nullable String disposition, @Nullable String type, long length) {
    if (disposition != null) {
      String name = disposition.toLowerCase(Locale.ROOT);
      int at = name.indexOf("filename");
      if (at >= 0 && isNamed("/" + Hints.after(name.substring(at), "="))) {
        return true;
      }
    }
    return length >= minBytes
        && (type == null || !startsWithAny(type.toLowerCase(Locale.ROOT), words("type")));
  }

  private static boolean startsWithAny(String text, List<String> parts) {
    for (String part : parts) {
      if (text.startsWith(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean containsAny(String text, List<String> parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
