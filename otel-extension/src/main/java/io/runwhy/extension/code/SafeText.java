package io.runwhy.extension.code;

import io.runwhy.conventions.Redactor;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Texts of others, before they leave the process: cut, on one line, URLs without user info and
 * query, known shapes of secrets replaced.
 */
final class SafeText {
  /** Longest text that is looked at, in characters. */
  static final int MAX_LENGTH = 8_192;

  private SafeText() {}

  /** Empty for null. */
  static String of(@Nullable String text) {
    return text == null || text.isEmpty() ? "" : Redactor.redact(withoutUrlSecrets(oneLine(text)));
  }

  private static String oneLine(String text) {
    int length = Math.min(text.length(), MAX_LENGTH);
    StringBuilder line = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? ' ' : c);
    }
    if (length < text.length()) {
      // what was cut in the middle may be half a secret
      int space = line.lastIndexOf(" ");
      line.setLength(space > 0 ? space : Math.min(length, 256));
    }
    return line.toString().trim();
  }

  /** Linear: every character is looked at a bounded number of times. */
  private static String withoutUrlSecrets(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    int done = 0;
    while (scheme >= 0) {
      int start = scheme + 3;
      int end = start;
      int at = -1;
      boolean path = false;
      int query = -1;
      for (; end < text.length() && !ends(text.charAt(end)); end++) {
        char c = text.charAt(end);
        if (query < 0 && (c == '?' || c == '#')) {
          query = end;
        } else if (c == '/') {
          path = true;
        } else if (c == '@' && !path && query < 0) {
          at = end;
        }
      }
      safe.append(text, done, start).append(text, at < 0 ? start : at + 1, query < 0 ? end : query);
      done = end;
      if (query >= 0 && text.charAt(end - 1) == ':') {
        safe.append(':'); // "for URL: reason"
      }
      scheme = text.indexOf("://", end);
    }
    return safe.append(text, done, text.length()).toString();
  }

  private static boolean ends(char c) {
    return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' || c == ')' || c == ']';
  }
}
