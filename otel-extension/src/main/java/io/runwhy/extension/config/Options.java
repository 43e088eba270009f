package io.runwhy.extension.config;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The values of all switches. A value that cannot be read is named once and its default stands; the
 * host never learns of it.
 */
public final class Options {
  /** Longest value that is taken. */
  static final int MAX_LENGTH = 1024;

  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,12})\\s{0,3}([A-Za-z]{0,3})");

  private final Map<Option, String> values = new EnumMap<>(Option.class);

  private Options() {}

  /**
   * Reads them all.
   *
   * @param properties system properties by name
   * @param environment variables by name
   * @param warn is told of each value that cannot be read
   */
  public static Options read(
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment,
      Consumer<String> warn) {
    Options options = new Options();
    for (Option option : Option.values()) {
      String name = option.property();
      String value = properties.apply(name);
      if (value == null) {
        name = option.variable();
        value = environment.apply(name);
      }
      if (value == null || value.trim().isEmpty()) {
        continue;
      }
      String problem = problem(option, value.trim());
      if (problem == null) {
        options.values.put(option, value.trim());
      } else {
        warn.accept(
            name
                + ": "
                + problem
                + "; "
                + option.byDefault()
                + " is used ("
                + option.about()
                + ")");
      }
    }
    return options;
  }

  public boolean isOn(Option option) {
    return Boolean.parseBoolean(text(option));
  }

  public String text(Option option) {
    String value = values.get(option);
    return value == null ? option.byDefault() : value;
  }

  public Duration duration(Option option) {
    return Duration.ofMillis(number(option.kind(), text(option)));
  }

  /** A count, or bytes. */
  public long number(Option option) {
    return number(option.kind(), text(option));
  }

  private static @Nullable String problem(Option option, String value) {
    if (value.length() > MAX_LENGTH) {
      return "longer than " + MAX_LENGTH + " characters";
    }
    switch (option.kind()) {
      case FLAG:
        return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
            ? null
            : "'" + printable(value) + "' is neither true nor false";
      case DURATION:
        return number(option.kind(), value) > 0
            ? null
            : "'" + printable(value) + "' is not a time such as 500ms, 10s or 1m";
      case BYTES:
        return number(option.kind(), value) > 0
            ? null
            : "'" + printable(value) + "' is not a size such as 64KiB or 1MiB";
      case COUNT:
        return number(option.kind(), value) > 0
            ? null
            : "'" + printable(value) + "' is not a number above 0";
      default:
        return null;
    }
  }

  private static String printable(String value) {
    String shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  /** Milliseconds, bytes or a count; 0 when it cannot be read. */
  private static long number(Option.Kind kind, String text) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      return 0;
    }
    long factor = factor(kind, matcher.group(2).toLowerCase(Locale.ROOT));
    long count = Long.parseLong(matcher.group(1));
    return factor == 0 || count > Long.MAX_VALUE / factor / 1_000_000 ? 0 : count * factor;
  }

  private static long factor(Option.Kind kind, String unit) {
    switch (kind + " " + unit) {
      case "DURATION ms":
      case "BYTES ":
      case "BYTES b":
      case "COUNT ":
        return 1;
      case "DURATION s":
        return 1_000;
      case "DURATION m":
        return 60_000;
      case "DURATION h":
        return 3_600_000;
      case "BYTES kib":
        return 1L << 10;
      case "BYTES mib":
        return 1L << 20;
      case "BYTES gib":
        return 1L << 30;
      default:
        return 0;
    }
  }
}
