package io.runwhy.extension.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.extension.code.StoreStub.Answer;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.OtlpReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpIT {
  private static final String CONTENT = "0123456789".repeat(10);
  private static final String BIG = "x".repeat(1 << 20);

  @TempDir Path directory;

  /** Asks args[0] in every way. */
  static final class HttpSteps {
    interface Step {
      Object run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
      String host = args[0];
      Path file = Files.createTempFile("download", ".bin");
      HttpClient client = HttpClient.newHttpClient();
      tell("stream", () -> read(host.replace("://", "://user:SECRETtoken@") + "/ok/app.jar"));
      tell(
          "status",
          () -> {
            HttpURLConnection c = open(host + "/ok/lib.whl?X-Amz-Signature=SECRETsig#x");
            return c.getResponseCode() + " " + c.getInputStream().readAllBytes().length;
          });
      tell("api", () -> read(host + "/api/v1/pods"));
      tell("big api", () -> read(host + "/api/v1/events"));
      tell("big", () -> read(host + "/big"));
      tell("attachment", () -> read(host + "/export"));
      tell("head", () -> method(host + "/ok/app.jar", "HEAD"));
      tell("post", () -> method(host + "/ok/app.jar", "POST"));
      tell("missing", () -> read(host + "/missing.zip?token=SECRETtoken"));
      tell("forbidden", () -> open(host + "/forbidden.zip?sig=SECRETsig").getResponseCode());
      tell("missing api", () -> read(host + "/missing"));
      tell("unknown", () -> read("http://no-such-host.invalid/a.zip"));
      tell("refused", () -> read("http://user:SECRETtoken@127.0.0.1:1/a.tar.gz?token=SECRET1"));
      tell("refused api", () -> read("http://127.0.0.1:1/api"));
      tell("tls", () -> read("https://127.0.0.1:" + plainPort() + "/a.zip"));
      tell(
          "client file",
          () -> {
            client.send(get(host + "/ok/data.parquet?sig=SECRETsig"), BodyHandlers.ofFile(file));
            return Files.size(file);
          });
      tell(
          "client async",
          () -> client.sendAsync(get(host + "/ok/m.onnx"), BodyHandlers.ofString()).get().body());
      tell(
          "client missing",
          () -> client.send(get(host + "/missing.zip"), BodyHandlers.ofString()).statusCode());
      tell(
          "client api",
          () -> client.send(get(host + "/api"), BodyHandlers.ofString()).statusCode());
      // not the last: the callback of a future may come after the program has gone on
      tell(
          "client refused",
          () -> client.sendAsync(get("http://127.0.0.1:1/b.zip"), BodyHandlers.ofString()).get());
      tell(
          "client unknown",
          () -> client.send(get("http://no-such-host.invalid/b.zip"), BodyHandlers.ofString()));
    }

    /** Of a server that answers at once, and not in TLS. */
    private static int plainPort() throws Exception {
      ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread thread =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                  socket.getInputStream().read(new byte[1024]);
                } catch (IOException e) {
                  System.out.println(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
      return server.getLocalPort();
    }

    private static HttpRequest get(String url) {
      return HttpRequest.newBuilder(URI.create(url)).build();
    }

    private static HttpURLConnection open(String url) throws Exception {
      return (HttpURLConnection) URI.create(url).toURL().openConnection();
    }

    private static int read(String url) throws Exception {
      try (InputStream in = open(url).getInputStream()) {
        return in.readAllBytes().length;
      }
    }

    private static int method(String url, String method) throws Exception {
      HttpURLConnection c = open(url);
      c.setRequestMethod(method);
      return c.getResponseCode();
    }

    private static void tell(String name, Step step) {
      try {
        System.out.println(name + " " + step.run());
      } catch (Throwable e) {
        System.out.println(name + " " + e);
      }
    }
  }

  private static Answer answer(String path) {
    if (path.startsWith("/api/v1/events")) {
      return new Answer(200, "application/json", BIG);
    }
    if (path.startsWith("/api")) {
      return new Answer(200, "application/json", "{}");
    }
    if (path.equals("/big")) {
      return new Answer(200, "application/octet-stream", BIG);
    }
    if (path.equals("/export")) {
      return new Answer(
          200, "text/csv", CONTENT, "Content-Disposition: attachment; filename=\"data.csv\"");
    }
    return path.startsWith("/missing")
        ? new Answer(404, "text/html", "no")
        : path.startsWith("/forbidden")
            ? new Answer(403, "text/html", "no")
            : new Answer(200, "application/zip", CONTENT);
  }

  @ParameterizedTest
  @CsvSource({"2.33.1,false,17", "2.33.1,true,25", "2.17.0,false,17"})
  void downloadsAreToldOnceAndNothingElse(String agent, boolean all, String jdk) {
    try (OtlpReceiver receiver = new OtlpReceiver();
        StoreStub stub = new StoreStub(HttpIT::answer)) {
      AgentJvm jvm =
          AgentJvm.of(HttpSteps.class, stub.url())
              .agent(agent)
              .exportTo(receiver)
              .options("-Dotel.instrumentation.common.v3-preview=" + all);
      jvm.jdk(jdk);
      if (all) {
        jvm.withAllInstrumentations();
      }
      AgentJvm.Ended ended = jvm.run(directory);
      AgentJvm bareJvm =
          AgentJvm.of(HttpSteps.class, stub.url())
              .agent(agent)
              .withoutExtension()
              .options("-Dotel.traces.exporter=none", "-Dotel.metrics.exporter=none")
              .options("-Dotel.logs.exporter=none");
      bareJvm.jdk(jdk);
      AgentJvm.Ended bare = bareJvm.run(directory);
      assertThat(ended.output()).isEqualTo(bare.output());
      assertThat(ended.exitCode()).isZero();
      assertThat(ended.errors()).doesNotContain("] ERROR").doesNotContain("runwhy");
      List<Told> told = Told.by(receiver);
      assertThat(told.stream().map(t -> t.brief() + " " + t.get("runwhy.code.bytes")).toList())
          .containsExactly(
              "get done 100",
              "get done 100",
              "get done 1048576",
              "get done 100",
              "get failed 404 ",
              "get failed 403 ",
              "get failed UnknownHostException ",
              "get failed ConnectException ",
              "get failed SSLException ",
              "get done 100",
              "get done 100",
              "get failed 404 ",
              "get failed ConnectException ",
              "get failed ConnectException ");
      assertThat(told.get(0).get("runwhy.code.location")).isEqualTo(stub.url() + "/ok/app.jar");
      assertThat(told.get(1).get("runwhy.code.location")).isEqualTo(stub.url() + "/ok/lib.whl");
      assertThat(told.get(4).severity()).isEqualTo("WARN");
      assertThat(told.get(4).get("runwhy.hint"))
          .startsWith("There is nothing at " + stub.url() + "/missing.zip");
      assertThat(told.get(6).severity()).isEqualTo("ERROR");
      assertThat(told.get(6).get("runwhy.hint"))
          .startsWith("The name no-such-host.invalid cannot be resolved");
      assertThat(told.get(7).get("runwhy.hint")).startsWith("Nothing listens at 127.0.0.1");
      assertThat(told.get(8).get("runwhy.hint")).contains("does not speak TLS");
      // one of them is told by a future: either may be first
      assertThat(told.subList(12, 14))
          .extracting(t -> t.get("runwhy.hint"))
          .anyMatch(h -> h.contains("no-such-host.invalid"))
          .anyMatch(h -> h.contains("127.0.0.1"));
      // the agent's own HTTP spans are not ours to clean
      String ours = all ? receiver.logs.toString() : receiver.logs.toString() + receiver.spans;
      assertThat(ours).doesNotContain("SECRET");
      assertThat(receiver.spans.stream().filter(s -> s.getName().startsWith("code pull")))
          .isEmpty();
    }
  }

  @Test
  void withItsSwitchOffNothingIsTold() {
    try (OtlpReceiver receiver = new OtlpReceiver();
        StoreStub stub = new StoreStub(HttpIT::answer)) {
      AgentJvm.of(HttpSteps.class, stub.url())
          .exportTo(receiver)
          .options("-Drunwhy.code.http.enabled=false")
          .run(directory);
      assertThat(Told.by(receiver)).isEmpty();
    }
  }
}
