package io.runwhy.conventions;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What exit codes mean: the bridge's own table. */
public final class ExitCodes {
  /** Generated from the bridge's registry. */
  static final String FILE = "exit-codes.txt";

  /** What a shell and the JVM add to a signal's number. */
  private static final int SIGNAL = 128;

  private static final int LAST_SIGNAL = 64;

  private static final Map<Long, String> TITLES = new HashMap<>();

  /** Titles of ranges by their first code, each with the last code in front. */
  private static final TreeMap<Long, Map.Entry<Long, String>> RANGES = new TreeMap<>();

  static {
    for (DataFile.Entry entry : DataFile.read(ExitCodes.class, FILE)) {
      String title = entry.text("title");
      long from = Long.parseLong(entry.text("from"));
      long to = Long.parseLong(entry.text("to"));
      if (from == to) {
        TITLES.putIfAbsent(from, title);
      } else {
        RANGES.put(from, new java.util.AbstractMap.SimpleImmutableEntry<>(to, title));
      }
    }
  }

  private ExitCodes() {}

  /**
   * One phrase, for example "killed by SIGKILL (signal 9)"; empty for 0 and for unknown codes.
   *
   * @param code as {@code Process.exitValue} gives it: 128 + n where signal n ended it; on Windows
   *     a status of 32 bits
   */
  public static String meaning(int code) {
    if (code == 0) {
      return "";
    }
    String title = TITLES.get((long) code);
    if (title == null && code < 0) {
      title = TITLES.get(Integer.toUnsignedLong(code));
    }
    if (title != null && title.startsWith("SIG")) {
      int number = code < 0 ? -code : code - SIGNAL;
      return "killed by " + title + " (signal " + number + ')';
    }
    if (title == null && code > SIGNAL && code <= SIGNAL + LAST_SIGNAL) {
      return "killed by signal " + (code - SIGNAL);
    }
    if (title == null) {
      Map.Entry<Long, Map.Entry<Long, String>> range = RANGES.floorEntry((long) code);
      title = range != null && code <= range.getValue().getKey() ? range.getValue().getValue() : "";
    }
    return phrase(title);
  }

  /** A title as part of a sentence; names in capitals stay. */
  private static String phrase(String title) {
    boolean word = title.length() > 1 && Character.isLowerCase(title.charAt(1));
    return word ? title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1) : title;
  }
}
