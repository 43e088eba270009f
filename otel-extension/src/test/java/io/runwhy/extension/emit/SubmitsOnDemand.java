package io.runwhy.extension.emit;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Starts a process for each line it reads, and ends with code 3 after the last. */
final class SubmitsOnDemand {
  private SubmitsOnDemand() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(line + " " + new ProcessBuilder("true").start().waitFor());
    }
    Runtime.getRuntime().halt(3);
  }
}
