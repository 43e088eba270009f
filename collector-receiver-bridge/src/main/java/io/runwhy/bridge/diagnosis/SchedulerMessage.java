package io.runwhy.bridge.diagnosis;

import io.runwhy.conventions.refusal.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scheduler's text taken apart: {@code 0/5 nodes are available: 2 Insufficient cpu, 3 node(s)
 * had ...}. Counts of different fragments overlap and are never added up.
 */
record SchedulerMessage(int nodes, List<Fragment> fragments) {
  private static final Pattern HEAD =
      Pattern.compile("^\\s{0,8}\\d{1,9}/(\\d{1,9}) nodes are available:?");
  private static final Pattern FRAGMENT =
      Pattern.compile("^(\\d{1,9}) (.{1,4000})$", Pattern.DOTALL);

  /**
   * One reason for some nodes.
   *
   * @param count nodes it holds for; the number of all nodes when the text gives none
   */
  record Fragment(int count, String text) {
    String lower() {
      return text.toLowerCase(Locale.ROOT);
    }
  }

  SchedulerMessage {
    fragments = List.copyOf(fragments);
  }

  static SchedulerMessage parse(String message) {
    String text = TextPattern.scanned(message);
    Matcher head = HEAD.matcher(text);
    int nodes = 0;
    if (head.find()) {
      nodes = Integer.parseInt(head.group(1));
      text = text.substring(head.end());
    }
    text = cutAt(cutAt(text, "preemption:"), "no new claims to deallocate");
    List<Fragment> fragments = new ArrayList<>();
    for (String part : text.split(", ", -1)) {
      String clean = strip(part);
      Matcher matcher = FRAGMENT.matcher(clean);
      if (matcher.matches()) {
        fragments.add(new Fragment(Integer.parseInt(matcher.group(1)), matcher.group(2)));
      } else if (!clean.isEmpty() && !fragments.isEmpty()) {
        Fragment last = fragments.remove(fragments.size() - 1);
        fragments.add(new Fragment(last.count(), last.text() + ", " + clean));
      } else if (!clean.isEmpty()) {
        fragments.add(new Fragment(nodes, clean));
      }
    }
    return new SchedulerMessage(nodes, fragments);
  }

  private static String cutAt(String text, String mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String strip(String text) {
    int end = text.length();
    while (end > 0 && " .,\n".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end).strip();
  }
}
