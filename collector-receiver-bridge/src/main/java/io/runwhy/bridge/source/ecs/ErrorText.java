package io.runwhy.bridge.source.ecs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error of an ECS call as programs print it: the AWS command line and boto, the Java SDKs (and
 * what is built on them: Jenkins, Step Functions).
 *
 * @param operation for example RunTask; empty when the text does not say
 * @param exception for example ClusterNotFoundException
 */
record ErrorText(String operation, String exception, String message) {
  /** Characters of a text that are looked at. */
  static final int LIMIT = 64 * 1024;

  private static final Pattern BOTO =
      Pattern.compile(
          "An error occurred \\(([A-Za-z]{1,100})\\)\\s{1,8}when\\s{1,8}calling\\s{1,8}the\\s{1,8}([A-Za-z]{1,60})\\s{1,8}operation(?: \\(reached max retries: \\d{1,4}\\))?:\\s{1,8}([\\s\\S]{1,16000})");

  /** What the Java SDKs write behind each message. */
  private static final Pattern JAVA =
      Pattern.compile(
          "\\(Service: (?:AmazonECS|Ecs|ECS)[;,] Status Code: \\d{3}(?:[;,] Error Code: ([A-Za-z]{1,100}))?");

  private static final Pattern JAVA_CLASS = Pattern.compile("([A-Za-z]{1,100}Exception): ");

  private static final List<String> BEFORE_MESSAGE =
      List.of("Exception: ", "\"cause\": \"", "\"cause\":\"", "\n");

  /** The error in a text; null when there is none. */
  static @Nullable ErrorText of(String whole) {
    String text = whole.length() > LIMIT ? whole.substring(0, LIMIT) : whole;
    Matcher boto = BOTO.matcher(text);
    if (boto.find()) {
      String message = boto.group(3).strip().replaceAll("\\s{1,64}", " ");
      return new ErrorText(boto.group(2), boto.group(1), message);
    }
    Matcher java = JAVA.matcher(text);
    if (!java.find()) {
      return null;
    }
    String before = text.substring(Math.max(0, java.start() - 4_000), java.start());
    Matcher type = JAVA_CLASS.matcher(before);
    String named = "";
    while (type.find()) {
      named = type.group(1);
    }
    int from = 0;
    for (String mark : BEFORE_MESSAGE) {
      int at = before.lastIndexOf(mark);
      from = at < 0 ? from : Math.max(from, at + mark.length());
    }
    String code = java.group(1) == null ? named : java.group(1);
    return new ErrorText("", code, before.substring(from).strip());
  }
}
