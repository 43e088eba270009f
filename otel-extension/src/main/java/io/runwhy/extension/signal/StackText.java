package io.runwhy.extension.signal;

import io.runwhy.conventions.Redactor;
import java.io.PrintWriter;
import java.io.Writer;

/** A stack trace as text: bounded while it is written, without secrets. */
final class StackText {
  /** Longest text, in characters. */
  static final int MAX_LENGTH = 8 * 1024;

  private StackText() {}

  /** Its class name alone where the exception cannot be printed. */
  static String of(Throwable thrown) {
    Bounded text = new Bounded();
    try {
      thrown.printStackTrace(new PrintWriter(text));
    } catch (Full ignored) {
      // enough of it
    } catch (RuntimeException e) {
      return thrown.getClass().getName();
    }
    return Redactor.redact(text.text.toString()).trim();
  }

  /** What it says of itself, without secrets; empty where it says nothing or cannot. */
  static String message(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      if (message == null) {
        return "";
      }
      return Redactor.redact(
          message.length() > MAX_LENGTH ? message.substring(0, MAX_LENGTH) : message);
    } catch (RuntimeException e) {
      return "";
    }
  }

  private static final class Full extends RuntimeException {
    Full() {
      super("", null, false, false);
    }
  }

  private static final class Bounded extends Writer {
    final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] buffer, int offset, int length) {
      int rest = MAX_LENGTH - text.length();
      text.append(buffer, offset, Math.min(rest, length));
      if (length > rest) {
        throw new Full();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
