package io.runwhy.bridge.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command talks to. Tests give their own.
 *
 * @param interactive whether {@code out} is a terminal
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean interactive,
    InstantSource clock) {

  /**
   * The process's own streams; the launcher knows whether the output is a terminal, whatever the
   * input is.
   */
  public static Terminal system() {
    return new Terminal(
        System.in,
        utf8(System.out),
        utf8(System.err),
        System.getenv(),
        "1".equals(System.getenv("RUNWHY_TERMINAL")),
        InstantSource.system());
  }

  /** Colours and width for the output. */
  public Style style() {
    return Style.of(environment, interactive);
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, java.nio.charset.StandardCharsets.UTF_8);
  }
}
