package io.runwhy.extension.kubernetes;

/** Takes single texts out of the JSON of a Status object; reads no more than its beginning. */
final class StatusBody {
  /** Characters that are read. */
  static final int LIMIT = 16_384;

  private final String json;
  private int at;

  private StatusBody(String json) {
    this.json = json.length() > LIMIT ? json.substring(0, LIMIT) : json;
  }

  /** The text of a field at the top level; empty when there is none. */
  static String text(String json, String field) {
    return new StatusBody(json).find(field);
  }

  private String find(String field) {
    int depth = 0;
    while (at < json.length()) {
      char c = json.charAt(at);
      if (c == '"') {
        String text = string();
        if (depth == 1 && text.equals(field) && skip(':') && skip('"')) {
          at--;
          return string();
        }
        continue;
      }
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      at++;
    }
    return "";
  }

  private boolean skip(char wanted) {
    while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
      at++;
    }
    if (at < json.length() && json.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** The string that begins here; what was cut off is missing. */
  private String string() {
    StringBuilder text = new StringBuilder();
    at++;
    while (at < json.length() && json.charAt(at) != '"') {
      char c = json.charAt(at++);
      if (c == '\\' && at < json.length()) {
        c = escaped(json.charAt(at++));
      }
      text.append(c);
    }
    at++;
    return text.toString();
  }

  private char escaped(char c) {
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'u':
        return unicode();
      case 'b':
      case 'f':
      case 'r':
        return ' ';
      default:
        return c;
    }
  }

  private char unicode() {
    int end = Math.min(at + 4, json.length());
    String digits = json.substring(at, end);
    at = end;
    try {
      return (char) Integer.parseInt(digits, 16);
    } catch (NumberFormatException e) {
      return '?';
    }
  }
}
