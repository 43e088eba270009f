package io.runwhy.conventions.refusal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a JVM could not start a process, out of the message of its IOException. */
final class ProcessRefusal {
  private static final TextPatterns TABLE = TextPatterns.load("process");

  /** The JDK's own words behind the names of program and directory, which may hold anything. */
  private static final Pattern NUMBER =
      Pattern.compile("(?:(CreateProcess) )?error[=:] ?(-?[0-9]{1,6})(?:, | \\(|\\)|$)");

  private ProcessRefusal() {}

  static Refusal of(String program, String directory, String message) {
    String text = reason(TextPattern.scanned(message));
    String answer = "unix error=none " + text;
    Matcher number = NUMBER.matcher(text);
    if (number.find()) {
      answer =
          (number.group(1) == null ? "unix" : "windows")
              + " error="
              + number.group(2)
              + ' '
              + text.substring(number.end());
    }
    // The helper's failure has an error number of its own, mostly 0.
    String subject =
        text.contains("spawn helper") ? answer + " failed to exec spawn helper" : answer;
    return Refusal.of(TABLE.first(subject), "Submit.ProcessOther")
        .value("program", Quote.of(program))
        .value("directory", Quote.of(directory))
        .value("spaces", Quote.stripped(program).indexOf(' ') > 0 ? "true" : "")
        .value("text", Quote.of(text));
  }

  /** What stands behind {@code Cannot run program "X" (in directory "Y"): }. */
  private static String reason(String message) {
    int end = message.startsWith("Cannot run program \"") ? message.lastIndexOf("\"): ") : -1;
    if (end >= 0) {
      return message.substring(end + 4);
    }
    end = message.startsWith("Cannot run program \"") ? message.lastIndexOf("\": ") : -1;
    return end >= 0 ? message.substring(end + 3) : message;
  }
}
