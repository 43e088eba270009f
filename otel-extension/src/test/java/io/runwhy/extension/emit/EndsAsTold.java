package io.runwhy.extension.emit;

import java.util.ArrayList;
import java.util.List;

/** A run that ends as its first argument says once it reads a byte, or waits to be killed. */
final class EndsAsTold {
  private EndsAsTold() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    if (!arguments[0].equals("wait")) {
      System.in.read();
    }
    switch (arguments[0]) {
      case "exit" -> System.exit(3);
      case "halt" -> Runtime.getRuntime().halt(4);
      case "memory" -> fill();
      default -> Thread.sleep(60_000);
    }
  }

  private static void fill() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[1 << 20]);
    }
  }
}
