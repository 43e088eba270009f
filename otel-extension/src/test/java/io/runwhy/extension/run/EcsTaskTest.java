package io.runwhy.extension.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcsTaskTest {
  private static final String TASK =
      """
      {"Cluster": "jobs",
       "TaskARN": "arn:aws:ecs:eu-west-1:111122223333:task/jobs/158d1c8083dd49d6b527399fd6414f5c",
       "Family": "nightly", "Revision": "26", "DesiredStatus": "RUNNING",
       "LaunchType": "FARGATE", "AvailabilityZone": "eu-west-1a",
       "Containers": [{"DockerId": "158d-1", "Name": "main"}]}
      """;

  @Test
  void theTaskIsRead() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/v4/x",
        exchange -> {
          boolean task = exchange.getRequestURI().getPath().endsWith("/task");
          byte[] body =
              (task ? TASK : "{\"DockerId\": \"158d-1\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      assertThat(EcsTask.read("http://127.0.0.1:" + server.getAddress().getPort() + "/v4/x"))
          .isEqualTo(
              Map.of(
                  "aws.ecs.task.arn",
                  "arn:aws:ecs:eu-west-1:111122223333:task/jobs/158d1c8083dd49d6b527399fd6414f5c",
                  "aws.ecs.task.id",
                  "158d1c8083dd49d6b527399fd6414f5c",
                  "aws.ecs.task.family",
                  "nightly",
                  "aws.ecs.task.revision",
                  "26",
                  "aws.ecs.launchtype",
                  "fargate",
                  "aws.ecs.cluster.arn",
                  "arn:aws:ecs:eu-west-1:111122223333:cluster/jobs",
                  "cloud.region",
                  "eu-west-1",
                  "cloud.account.id",
                  "111122223333",
                  "cloud.availability_zone",
                  "eu-west-1a",
                  "container.id",
                  "158d-1"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anAnswerThatSaysNothingGivesNothing() {
    assertThat(EcsTask.attributes("")).isEmpty();
    assertThat(EcsTask.attributes("{\"TaskARN\": 5, \"Family\": \"a\\u0000\"}")).isEmpty();
  }

  @Test
  void anEndpointThatHangsIsGivenUp() throws IOException {
    try (ServerSocket hanging = new ServerSocket(0)) {
      assertThatThrownBy(() -> EcsTask.read("http://127.0.0.1:" + hanging.getLocalPort() + "/v4"))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://metadata.example/v4",
        "https://169.254.170.2/v4",
        "file:///etc/passwd",
        "http://me@127.0.0.1/v4",
        "http://169.254.170.2.example/v4",
        "not a uri",
        "",
      })
  void noOtherAddressIsEverAsked(String endpoint) {
    assertThatThrownBy(() -> EcsTask.endpoint(endpoint)).isInstanceOf(IOException.class);
  }

  @Test
  void theAddressOfEcsIsAsked() throws IOException {
    assertThat(EcsTask.endpoint("http://169.254.170.2/v4/abc").getHost())
        .isEqualTo("169.254.170.2");
  }
}
