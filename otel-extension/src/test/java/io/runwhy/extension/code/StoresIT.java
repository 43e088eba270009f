package io.runwhy.extension.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.extension.code.StoreStub.Answer;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.ClientProgram;
import io.runwhy.extension.testing.OtlpReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresIT {
  private static final String CONTENT = "0123456789".repeat(10);

  @TempDir Path directory;

  @Test
  void objectsOfS3AreToldOnceWithBytesAndHints() throws Exception {
    List<Told> told =
        told(
            "s3",
            "S3Steps",
            path -> {
              if (path.contains("missing")) {
                return s3(404, "NoSuchKey", "The specified key does not exist.");
              }
              if (path.contains("denied")) {
                return s3(403, "AccessDenied", "Access Denied");
              }
              return path.contains("slow")
                  ? s3(503, "SlowDown", "Please reduce your request rate.")
                  : new Answer(200, "application/zip", CONTENT, "ETag: \"x\"");
            });
    assertThat(told.stream().map(Told::brief).toList())
        .containsExactly(
            "get done",
            "get done",
            "download started",
            "download done",
            "get failed NoSuchKey",
            "get failed AccessDenied",
            "get failed SlowDown",
            "get done",
            "get failed NoSuchKey",
            "download started",
            "download done");
    assertThat(told.stream().filter(t -> t.brief().endsWith("done")))
        .allSatisfy(t -> assertThat(t.get("runwhy.code.bytes")).isEqualTo("100"));
    assertThat(told.get(0).get("runwhy.code.location")).isEqualTo("s3://data/ok/model.zip");
    assertThat(told.get(4).get("runwhy.hint")).startsWith("There is no object missing.zip in data");
    assertThat(told.get(5).get("runwhy.hint")).contains("s3:GetObject on arn:aws:s3:::data/*");
    assertThat(told.get(5).get("aws.request_id")).isEqualTo("REQ1");
    assertThat(told.get(6).get("runwhy.hint")).contains("slow down");
    assertThat(told.get(8).get("runwhy.hint")).startsWith("There is no object missing.zip in data");
  }

  @Test
  void objectsOfGcsAreToldOnceWithBytesAndHints() throws Exception {
    List<Told> told =
        told(
            "gcs",
            "GcsSteps",
            path -> {
              if (path.contains("missing")) {
                return new Answer(404, "text/html", "No such object: data/missing.zip");
              }
              return path.contains("denied")
                  ? new Answer(403, "application/json", GCS_DENIED)
                  : new Answer(
                      200, "application/zip", CONTENT, "x-goog-generation: 1", "ETag: \"x\"");
            });
    assertThat(told.stream().map(Told::brief).toList())
        .containsExactly(
            "get done",
            "download started",
            "download done",
            "download started",
            "download done",
            "get done",
            "get failed 404",
            "get failed forbidden",
            "get failed 404");
    assertThat(bytes(told)).containsExactly("100", "", "100", "", "", "100", "", "", "");
    assertThat(told.get(6).get("runwhy.hint")).startsWith("There is no object missing.zip in data");
    assertThat(told.get(7).get("runwhy.hint")).contains("lacks storage.objects.get on data");
  }

  @Test
  void blobsOfAzureAreToldOnceWithBytesAndHints() throws Exception {
    List<Told> told =
        told(
            "azure",
            "AzureSteps",
            path -> {
              if (path.contains("missing")) {
                return azure(404, "BlobNotFound", "The specified blob does not exist.");
              }
              return path.contains("denied")
                  ? azure(403, "AuthorizationPermissionMismatch", "This request is not authorized")
                  : new Answer(
                      200,
                      "application/zip",
                      CONTENT,
                      "ETag: \"x\"",
                      "Content-Range: bytes 0-99/100",
                      "x-ms-blob-type: BlockBlob",
                      "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT");
            });
    assertThat(told.stream().map(Told::brief).toList())
        .containsExactly(
            "get done",
            "get done",
            "download started",
            "download done",
            "get done",
            "get failed BlobNotFound",
            "get failed AuthorizationPermissionMismatch");
    assertThat(bytes(told)).containsExactly("100", "100", "", "100", "100", "", "");
    assertThat(told.get(5).get("runwhy.hint"))
        .startsWith("There is no blob missing.zip in container data of acct");
    assertThat(told.get(6).get("runwhy.hint")).contains("Storage Blob Data Reader");
  }

  private static final String GCS_DENIED =
      """
      {"error":{"code":403,"message":"sa@p.iam.gserviceaccount.com does not have storage.objects.get access to the Google Cloud Storage object.",
      "errors":[{"message":"sa@p.iam.gserviceaccount.com does not have storage.objects.get access to the Google Cloud Storage object.","domain":"global","reason":"forbidden"}]}}
      """;

  private static Answer s3(int status, String code, String message) {
    return new Answer(
        status,
        "application/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>"
            + message
            + "</Message></Error>",
        "x-amz-request-id: REQ1");
  }

  private static Answer azure(int status, String code, String message) {
    return new Answer(
        status,
        "application/xml",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"
            + code
            + "</Code><Message>"
            + message
            + "</Message></Error>",
        "x-ms-error-code: " + code);
  }

  private static List<String> bytes(List<Told> told) {
    return told.stream().map(t -> t.get("runwhy.code.bytes")).toList();
  }

  /** Runs it without and with the extension and gives what was told; the rest must be the same. */
  private List<Told> told(String client, String main, Function<String, Answer> answers)
      throws Exception {
    ClientProgram program = ClientProgram.compile(client, directory);
    try (OtlpReceiver receiver = new OtlpReceiver();
        StoreStub stub = new StoreStub(answers)) {
      AgentJvm.Ended bare =
          program
              .jvm(main, stub.url(), work("bare"))
              .withoutExtension()
              .options("-Dotel.traces.exporter=none", "-Dotel.metrics.exporter=none")
              .options("-Dotel.logs.exporter=none")
              .run(directory);
      AgentJvm.Ended ended =
          program.jvm(main, stub.url(), work("full")).exportTo(receiver).run(directory);
      assertThat(steady(ended.output())).isEqualTo(steady(bare.output()));
      assertThat(ended.exitCode()).isEqualTo(bare.exitCode()).isZero();
      assertThat(steady(ended.errors())).doesNotContain("] ERROR").doesNotContain("runwhy");
      assertThat(receiver.logs.toString() + receiver.spans).doesNotContain("SECRET");
      List<Told> told = Told.by(receiver);
      assertThat(told)
          .allSatisfy(t -> assertThat(t.get("runwhy.code.source")).isNotEqualTo("http"));
      Map<String, Long> failures =
          told.stream()
              .filter(t -> t.brief().contains("failed"))
              .collect(Collectors.groupingBy(Told::severity, Collectors.counting()));
      assertThat(failures.keySet()).containsExactly("ERROR");
      return told;
    }
  }

  private String work(String name) throws Exception {
    return Files.createDirectories(directory.resolve(name)).toString();
  }

  /** Without what differs from run to run by itself. */
  private static String steady(String text) {
    return text.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
  }
}
