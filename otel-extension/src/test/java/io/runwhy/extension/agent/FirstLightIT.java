package io.runwhy.extension.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.OtlpReceiver;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstLightIT {
  @TempDir Path directory;

  /** Starts a process and ends. */
  static final class StartsAProcess {
    public static void main(String[] args) throws Exception {
      System.out.println(new ProcessBuilder("true").start().waitFor());
      System.in.read();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2.17.0,false,17", "2.28.1,false,17", "2.31.1,false,17", "2.33.1,false,17",
    "2.31.1,true,17", "2.33.1,true,17", "2.33.1,true,25", "2.17.0,false,25"
  })
  void aStartedProcessIsTold(String agent, boolean preview, String jdk) throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm jvm =
          AgentJvm.of(StartsAProcess.class)
              .agent(agent)
              .exportTo(receiver)
              .options("-Dotel.instrumentation.common.v3-preview=" + preview);
      if (jdk.equals("25")) {
        jvm.java(Path.of("/usr/lib/jvm/temurin-25-jdk-amd64/bin/java"));
      }
      AgentJvm.Running running = jvm.start(directory);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !receiver.events("runwhy.run.state").isEmpty());
      running.process().getOutputStream().close();
      AgentJvm.Ended ended = running.await();
      System.out.println(
          agent
              + " "
              + preview
              + " "
              + jdk
              + " "
              + ended
              + receiver.logs.size()
              + " "
              + receiver.spans.size());
      assertThat(ended.output()).isEqualTo("0\n");
      assertThat(receiver.events("runwhy.run.state")).isNotEmpty();
      assertThat(receiver.spans).isNotEmpty();
    }
  }
}
