package io.runwhy.examples;

import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.OtlpReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import tools.jackson.databind.node.ObjectNode;

/** What one run of a subject left: its ends, its requests, what it created, its telemetry. */
record Recording(
    Subject subject,
    List<AgentJvm.Ended> ends,
    List<Call> calls,
    List<ObjectNode> created,
    String namespace,
    OtlpReceiver telemetry,
    long millis) {

  /** Runs a subject under the agent. */
  static Recording of(Subject subject, boolean extension, Path directory) {
    long start = System.nanoTime();
    OtlpReceiver receiver = new OtlpReceiver();
    Backend backend = subject.api().get();
    String namespace = backend.namespace();
    try (RecordingApi api = new RecordingApi(backend)) {
      Path kubeconfig = Files.createTempFile(directory, "kube", "config");
      Files.writeString(kubeconfig, api.kubeconfig());
      List<AgentJvm.Ended> ends = new ArrayList<>();
      for (Subject.Program program : subject.programs()) {
        String[] arguments =
            program.arguments().stream()
                .map(a -> a.replace("{url}", api.url()).replace("{namespace}", namespace))
                .toArray(String[]::new);
        AgentJvm jvm =
            AgentJvm.of(program.main(), arguments)
                .classPath(classPath(subject))
                .withAllInstrumentations()
                .options(program.options().toArray(String[]::new))
                .exportTo(receiver)
                .environment("KUBECONFIG", kubeconfig.toString())
                .environment("FLINK_CONF_DIR", "../flink/conf")
                .environment("AWS_ENDPOINT_URL_ECS", api.url())
                .environment("AWS_REGION", "eu-west-1")
                .environment("AWS_ACCESS_KEY_ID", "test")
                .environment("AWS_SECRET_ACCESS_KEY", "test")
                .environment("OTEL_SERVICE_NAME", subject.directory());
        if (!extension) {
          jvm.withoutExtension();
        }
        ends.add(jvm.run(directory));
      }
      return new Recording(
          subject,
          ends,
          api.calls(),
          api.created(),
          namespace,
          receiver,
          (System.nanoTime() - start) / 1_000_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      receiver.close();
    }
  }

  /** What a subject of this repository runs with: its own classes and the jars of its POM. */
  private static String classPath(Subject subject) throws IOException {
    Path target = Path.of("..", subject.directory(), "target").toAbsolutePath().normalize();
    return target.resolve("classes") + ":" + Files.readString(target.resolve("classpath")).strip();
  }

  /** The requests as one text, without the stamp and what differs between any two runs. */
  String requests() {
    StringBuilder text = new StringBuilder();
    for (Call call : calls) {
      text.append(call.method()).append(' ').append(call.path());
      if (!call.query().isEmpty()) {
        text.append('?').append(call.query());
      }
      text.append(' ').append(call.header("content-type"));
      text.append('\n').append(Json.canonical(Stamp.takenOff(call.body()))).append('\n');
    }
    return quiet(text.toString());
  }

  String output() {
    StringBuilder text = new StringBuilder();
    ends.forEach(e -> text.append(e.output()));
    return quiet(text.toString());
  }

  List<Integer> exitCodes() {
    return ends.stream().map(AgentJvm.Ended::exitCode).toList();
  }

  /** Submissions of a kind, in order. */
  List<ObjectNode> created(Subject.Submitted kind) {
    return created.stream()
        .filter(
            o ->
                kind == Subject.Submitted.TASK
                    ? o.has("taskArn")
                    : Json.text(o, "/kind").equals(kind.kind))
        .toList();
  }

  /** Lines of the agent's log that tell of trouble, without their times. */
  List<String> agentTrouble() {
    return ends.stream()
        .flatMap(e -> e.errors().lines())
        .filter(l -> l.startsWith("[otel.javaagent ") && l.matches(".*\\] (ERROR|WARN) .*"))
        .map(l -> l.replaceFirst("^\\[otel.javaagent [^]]*\\] ", ""))
        .toList();
  }

  /** The same text for the n-th random word, whatever it is. */
  private String quiet(String text) {
    String quiet =
        text.replaceAll("127\\.0\\.0\\.1(\\\\*):[0-9]+", "127.0.0.1$1:<port>")
            .replace(namespace, "<namespace>");
    for (int i = 0; i < subject.noise().size(); i++) {
      Map<String, String> names = new TreeMap<>();
      Matcher matcher = subject.noise().get(i).matcher(quiet);
      String prefix = "<noise " + i + '.';
      quiet =
          matcher.replaceAll(
              m -> names.computeIfAbsent(m.group(), k -> prefix + names.size() + '>'));
    }
    return quiet;
  }
}
