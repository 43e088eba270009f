package io.runwhy.extension.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.ClientProgram;
import io.runwhy.extension.testing.OtlpReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitIT {
  @TempDir Path directory;

  @Test
  void clonesFetchesAndCheckoutsAreToldOnceWithTheirHints() throws Exception {
    ClientProgram program = ClientProgram.compile("jgit", directory);
    Path repository = Files.createDirectories(directory.resolve("repository"));
    int port = (Integer) program.call("GitPlace", "open", repository.toFile());
    String http = "http://127.0.0.1:" + port;
    String bare = run(program, repository, http, "bare", null).output();
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Ended ended = run(program, repository, http, "full", receiver);
      assertThat(ended.output()).isEqualTo(bare).contains("http ok", "fetch ", "true\n");
      assertThat(ended.errors()).doesNotContain("ERROR").doesNotContain("WARN");
      List<Told> told = Told.by(receiver);
      assertThat(told.stream().map(Told::brief).toList())
          .containsExactly(
              "clone started",
              "fetch done",
              "clone done",
              "fetch started",
              "fetch done",
              "pull started",
              "fetch done",
              "pull done",
              "checkout done",
              "checkout failed RefNotFoundException",
              "clone started",
              "fetch done",
              "clone done",
              "clone started",
              "clone failed TransportException",
              "clone started",
              "clone failed InvalidRemoteException",
              "clone started",
              "clone failed TransportException",
              "clone started",
              "clone failed TransportException",
              "clone started",
              "clone failed TransportException",
              "clone started",
              "clone failed JGitInternalException");
      Map<String, Told> failed =
          told.stream()
              .filter(t -> t.severity().equals("ERROR"))
              .collect(Collectors.toMap(t -> t.get("runwhy.hint"), t -> t));
      assertThat(failed.keySet())
          .anyMatch(h -> h.startsWith("nowhere does not exist in this clone"))
          .anyMatch(h -> h.startsWith("nowhere is not in file:"))
          .anyMatch(h -> h.startsWith("There is no repository at " + http + "/other.git"))
          .anyMatch(h -> h.startsWith(http + "/private.git wants a login"))
          .anyMatch(h -> h.startsWith("127.0.0.1 refused the credentials for"))
          .anyMatch(h -> h.startsWith("Nothing listens at 127.0.0.1"))
          .anyMatch(h -> h.startsWith("The target directory"));
      Told clone = told.get(12);
      assertThat(clone.get("vcs.repository.url.full")).isEqualTo(http + "/repo.git");
      assertThat(clone.get("vcs.ref.head.name")).isEqualTo("feature");
      assertThat(clone.get("vcs.ref.head.revision")).matches("[0-9a-f]{40}");
      assertThat(clone.body())
          .matches("cloned http.*repo.git \\(feature\\) at [0-9a-f]{10} in .* s");
      assertThat(told.get(2).get("vcs.ref.head.revision")).matches("[0-9a-f]{40}");
      assertThat(receiver.logs.toString() + receiver.spans).doesNotContain("SECRET");
      List<Span> spans =
          receiver.spans.stream().filter(s -> s.getName().startsWith("code pull")).toList();
      Span outer = spans.stream().filter(s -> is(s, clone)).findFirst().orElseThrow();
      Span inner = spans.stream().filter(s -> is(s, told.get(11))).findFirst().orElseThrow();
      assertThat(outer.getName()).isEqualTo("code pull clone");
      assertThat(inner.getParentSpanId()).isEqualTo(outer.getSpanId());
    }
  }

  private static boolean is(Span span, Told told) {
    return span.getSpanId().equals(told.record().getSpanId());
  }

  private AgentJvm.Ended run(
      ClientProgram program, Path repository, String http, String work, OtlpReceiver receiver) {
    Path place = directory.resolve("work");
    AgentJvm jvm =
        program
            .jvm("GitSteps", repository.toUri().toString(), http, place.toString())
            .options("-Duser.home=" + directory);
    AgentJvm.Ended ended =
        (receiver == null ? jvm.withoutExtension().options(NONE) : jvm.exportTo(receiver))
            .run(directory);
    assertThat(place.toFile().renameTo(directory.resolve(work).toFile())).isTrue();
    assertThat(ended.exitCode()).isZero();
    return ended;
  }

  private static final String[] NONE = {
    "-Dotel.traces.exporter=none", "-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none"
  };
}
