package io.runwhy.conventions.refusal;

import java.util.Optional;

/** Why the other side of a call could not be asked, out of an exception and its causes. */
final class Unreachable {
  /** Causes of a cause that are looked at. */
  static final int DEPTH = 12;

  private static final TextPatterns TABLE = TextPatterns.load("unreachable");

  private Unreachable() {}

  static Refusal of(String target, Throwable thrown) {
    StringBuilder text = new StringBuilder();
    String last = "";
    Throwable current = thrown;
    for (int i = 0; i < DEPTH && current != null; i++) {
      last = said(current);
      text.append(last).append('\n');
      current = current.getCause();
    }
    return of(target, match(text.toString()), last);
  }

  static Optional<TextPatterns.Match> match(String text) {
    return TABLE.first(text);
  }

  /**
   * A refusal of what was found.
   *
   * @param detail the words of the innermost cause
   */
  static Refusal of(String target, Optional<TextPatterns.Match> match, String detail) {
    return Refusal.of(match, "Submit.Unreachable")
        .value("target", target)
        .value("detail", Quote.of(detail));
  }

  private static String said(Throwable thrown) {
    String message = thrown.getMessage();
    String name = thrown.getClass().getName();
    String type = name.substring(name.lastIndexOf('.') + 1);
    return message == null || message.isEmpty()
        ? type
        : type + ": " + Quote.of(Refusals.safe(message));
  }
}
