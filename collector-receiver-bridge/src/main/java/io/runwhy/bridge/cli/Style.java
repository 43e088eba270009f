package io.runwhy.bridge.cli;

import java.util.Map;

/** Colours and width of a terminal; plain text anywhere else. */
public final class Style {
  static final int DEFAULT_WIDTH = 100;
  static final int MIN_WIDTH = 40;

  private final boolean colour;
  private final int width;

  public Style(boolean colour, int width) {
    this.colour = colour;
    this.width = Math.max(MIN_WIDTH, width);
  }

  /** Colours on a terminal, unless NO_COLOR is set; the width is COLUMNS where it is known. */
  public static Style of(Map<String, String> environment, boolean terminal) {
    boolean colour =
        terminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    int width = DEFAULT_WIDTH;
    String columns = environment.getOrDefault("COLUMNS", "");
    if (columns.matches("[0-9]{1,4}")) {
      width = Integer.parseInt(columns);
    }
    return new Style(colour, width);
  }

  int width() {
    return width;
  }

  String bold(String text) {
    return code("1", text);
  }

  String dim(String text) {
    return code("2", text);
  }

  String red(String text) {
    return code("1;31", text);
  }

  String yellow(String text) {
    return code("1;33", text);
  }

  String green(String text) {
    return code("1;32", text);
  }

  String blue(String text) {
    return code("1;34", text);
  }

  private String code(String code, String text) {
    return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
