package io.runwhy.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the agent extension costs at the start of a JVM: the same small program without an agent,
 * under the agent alone and with the extension, by turns, medians; all export to a receiver here.
 * Linux only.
 *
 * <p>Arguments: directory of {@code otel-extension/target}, rounds (15).
 */
public final class ExtensionBench {
  private static final String LIFECYCLE = "-Dotel.instrumentation.common.default-enabled=false";

  private ExtensionBench() {}

  /** One run: milliseconds of the wall clock and of the processors, KiB at the most. */
  private record Sample(double wall, double cpu, double memory) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0 && args[0].equals("hello")) {
      hello();
      return;
    }
    if (args.length > 0 && args[0].equals("hooks")) {
      HookBench.run();
      return;
    }
    Path target = Path.of(args.length > 0 ? args[0] : "otel-extension/target").toAbsolutePath();
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext("/", ExtensionBench::take);
    collector.start();
    Map<String, List<String>> modes = modes(target);
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<String, List<String>> mode : modes.entrySet()) {
        Sample sample = run(mode.getValue(), collector.getAddress().getPort());
        if (round >= 0) {
          samples.computeIfAbsent(mode.getKey(), m -> new ArrayList<>()).add(sample);
        }
      }
    }
    List<String> hooked = new ArrayList<>(modes.get("agent and extension, lifecycle only"));
    for (List<String> options : List.of(modes.get("agent, lifecycle only"), hooked)) {
      System.out.print((options.equals(hooked) ? "hooked: " : "without the extension: "));
      System.out.print(start(options, collector.getAddress().getPort(), "hooks"));
    }
    collector.stop(0);
    System.out.println("| started as | wall | processors | memory at most |\n|---|---|---|---|");
    samples.forEach(
        (mode, list) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.0f ms | %.0f ms | %.0f MiB |%n",
                mode,
                median(list.stream().mapToDouble(Sample::wall).toArray()),
                median(list.stream().mapToDouble(Sample::cpu).toArray()),
                median(list.stream().mapToDouble(Sample::memory).toArray()) / 1024));
  }

  private static void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Map<String, List<String>> modes(Path target) throws IOException {
    Path agents = target.resolve("agents");
    Path agent;
    try (var files = Files.list(agents)) {
      agent = files.max(Path::compareTo).orElseThrow();
    }
    String with = "-javaagent:" + agent;
    String extension = "-Dotel.javaagent.extensions=" + target.resolve("runwhy-otel-extension.jar");
    String single = "-javaagent:" + target.resolve("runwhy-javaagent.jar");
    String c1 = "-XX:TieredStopAtLevel=1";
    Map<String, List<String>> modes = new LinkedHashMap<>();
    modes.put("no agent", List.of());
    modes.put("agent", List.of(with));
    modes.put("agent and extension", List.of(with, extension));
    modes.put("agent, lifecycle only", List.of(with, LIFECYCLE));
    modes.put("agent and extension, lifecycle only", List.of(with, extension, LIFECYCLE));
    modes.put("single file, lifecycle only", List.of(single, LIFECYCLE));
    modes.put("agent, lifecycle only, C1", List.of(with, LIFECYCLE, c1));
    modes.put("agent and extension, lifecycle only, C1", List.of(with, extension, LIFECYCLE, c1));
    return modes;
  }

  private static Sample run(List<String> options, int port) throws IOException {
    long start = System.nanoTime();
    String[] told = start(options, port, "hello").strip().split(" ");
    double wall = (System.nanoTime() - start) / 1e6;
    return new Sample(wall, Double.parseDouble(told[0]), Double.parseDouble(told[1]));
  }

  /** Runs a part of this program in a JVM of its own, and gives what it printed. */
  private static String start(List<String> options, int port, String part) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Xmx256m",
            "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + port,
            "-cp",
            System.getProperty("java.class.path"),
            ExtensionBench.class.getName(),
            part));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Prints milliseconds of the processors and KiB of memory that this JVM took so far. */
  private static void hello() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("VmHWM: 0 kB")
            .replaceAll("[^0-9]", "");
    System.out.println(cpu + " " + peak);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
