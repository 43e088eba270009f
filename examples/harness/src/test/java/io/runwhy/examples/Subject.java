package io.runwhy.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A third-party program and what is known of it.
 *
 * @param directory below examples/
 * @param where which API, for people
 * @param programs run one after the other against the same API
 * @param submits what it submits, in order
 * @param noise what differs between two runs of the same program, in requests and output
 */
record Subject(
    String directory,
    String where,
    Supplier<Backend> api,
    List<Program> programs,
    List<Submitted> submits,
    List<Pattern> noise) {
  /**
   * A main class. {@code {url}}, {@code {namespace}} stand for the API's address and a namespace.
   */
  record Program(String main, List<String> options, List<String> arguments) {}

  /** What can be submitted, and the span that tells it. */
  enum Submitted {
    JOB("Job", "submit job"),
    POD("Pod", "submit pod"),
    /** Is no run itself; its pods are. */
    DEPLOYMENT("Deployment", "submit deployment"),
    TASK("Task", "run task");

    final String kind;
    final String span;

    Submitted(String kind, String span) {
      this.kind = kind;
      this.span = span;
    }
  }

  /** The same with one more thing that differs between two runs. */
  Subject noisy(Pattern pattern) {
    List<Pattern> more = new ArrayList<>(noise);
    more.add(pattern);
    return new Subject(directory, where, api, programs, submits, more);
  }

  /** The same against another API. */
  Subject on(String where, Supplier<Backend> other) {
    return new Subject(directory, where, other, programs, submits, noise);
  }

  @Override
  public String toString() {
    return directory + where;
  }
}
