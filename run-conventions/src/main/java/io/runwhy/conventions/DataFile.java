package io.runwhy.conventions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the data files beside the classes of this module: records of {@code key=value} lines, an
 * empty line between two records. A key that stands several times has several values. {@code \n}
 * and {@code \\} stand for a new line and a backslash; lines that begin with {@code #} are
 * comments.
 */
public final class DataFile {
  private DataFile() {}

  /** One record. */
  public static final class Entry {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Entry() {}

    /** The first value of a key; empty when there is none. */
    public String text(String key) {
      List<String> all = all(key);
      return all.isEmpty() ? "" : all.get(0);
    }

    /** All values of a key, in the order of the file. */
    public List<String> all(String key) {
      return values.getOrDefault(key, Collections.emptyList());
    }

    /** Keys that begin with a prefix, without it, each with its first value. */
    public Map<String, String> under(String prefix) {
      Map<String, String> found = new LinkedHashMap<>();
      values.forEach(
          (key, all) -> {
            if (key.startsWith(prefix)) {
              found.put(key.substring(prefix.length()), all.get(0));
            }
          });
      return found;
    }
  }

  /**
   * The records of a resource beside a class.
   *
   * @throws IllegalStateException when it is missing: it is part of the jar
   */
  public static List<Entry> read(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return entries(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line of a file, with its end. */
  public static String line(String key, String value) {
    return key + '=' + value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "") + '\n';
  }

  private static List<Entry> entries(BufferedReader reader) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Entry current = null;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      int equals = line.indexOf('=');
      if (line.isEmpty()) {
        current = null;
      } else if (!line.startsWith("#") && equals > 0) {
        if (current == null) {
          current = new Entry();
          entries.add(current);
        }
        current
            .values
            .computeIfAbsent(line.substring(0, equals), k -> new ArrayList<>())
            .add(unescaped(line.substring(equals + 1)));
      }
    }
    return entries;
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        result.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }
}
