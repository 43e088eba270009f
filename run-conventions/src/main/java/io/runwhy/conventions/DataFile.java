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

  /** One record. Its texts are unescaped for those who ask: most are never asked for. */
  public static final class Entry {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Entry() {}

    private void add(String key, String escaped) {
      List<String> all = values.get(key);
      if (all == null) {
        all = new ArrayList<>(1);
        values.put(key, all);
      }
      all.add(escaped);
    }

    /** The first value of a key; empty when there is none. */
    public String text(String key) {
      List<String> all = values.get(key);
      return all == null ? "" : unescaped(all.get(0));
    }

    /** All values of a key, in the order of the file. */
    public List<String> all(String key) {
      List<String> texts = new ArrayList<>(1);
      for (String text : values.getOrDefault(key, Collections.emptyList())) {
        texts.add(unescaped(text));
      }
      return texts;
    }

    /** Keys that begin with a prefix, without it, each with its first value. */
    public Map<String, String> under(String prefix) {
      Map<String, String> found = new LinkedHashMap<>();
      for (Map.Entry<String, List<String>> value : values.entrySet()) {
        if (value.getKey().startsWith(prefix)) {
          found.put(value.getKey().substring(prefix.length()), unescaped(value.getValue().get(0)));
        }
      }
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
        current.add(line.substring(0, equals), line.substring(equals + 1));
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
