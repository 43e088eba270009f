package io.runwhy.conventions.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.conventions.DataFile;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "Submit.AlreadyExists|409|AlreadyExists|jobs.batch \"train\" already exists",
        "Submit.AlreadyExists|409|AlreadyExists|object is being deleted: jobs.batch \"train\" already exists",
        "Submit.ApplyConflict|409|Conflict|Apply failed with 1 conflict: conflict with \"kubectl\" using batch/v1: .spec.parallelism",
        "PodCreate.Conflict|409|Conflict|Operation cannot be fulfilled on resourcequotas \"runs\": the object has been modified; please apply your changes to the latest version and try again",
        "Submit.Unauthorized|401|Unauthorized|Unauthorized",
        "Submit.Unauthorized|403|Forbidden|jobs.batch is forbidden: User \"system:anonymous\" cannot create resource \"jobs\" in API group \"batch\" in the namespace \"ml\"",
        "PodCreate.Rbac|403|Forbidden|jobs.batch is forbidden: User \"system:serviceaccount:ml:flows\" cannot create resource \"jobs\" in API group \"batch\" in the namespace \"ml\"",
        "Submit.NamespaceNotFound|404|NotFound|namespaces \"ml\" not found",
        "PodCreate.NamespaceTerminating|403|Forbidden|jobs.batch \"train\" is forbidden: unable to create new content in namespace ml because it is being terminated",
        "PodCreate.Invalid|422|Invalid|Job.batch \"train\" is invalid: spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"",
        "Submit.ApiNotServed|404|NotFound|the server could not find the requested resource",
        "Submit.ApiNotServed|404||404 page not found",
        "Submit.ApiBusy|429|TooManyRequests|too many requests, please try again later",
        "Submit.ApiTimeout|504|Timeout|Timeout: request did not complete within requested timeout - context deadline exceeded",
        "Submit.ApiTimeout|500|ServerTimeout|The create operation against jobs.batch could not be completed at this time, please try again.",
        "Submit.ApiError|500|InternalError|Internal error occurred: etcdserver: leader changed",
        "Submit.ApiError|503|ServiceUnavailable|apiserver not ready",
        "Submit.ApiError|502||Bad Gateway",
        "Submit.TooLarge|413|RequestEntityTooLarge|Request entity too large: limit is 3145728",
        "Submit.TooLarge|500||etcdserver: request is too large",
        "Submit.BadRequest|400|BadRequest|Job in version \"v1\" cannot be handled as a Job: strict decoding error: unknown field \"spec.foo\"",
        "PodCreate.QuotaExceeded|403|Forbidden|jobs.batch \"train\" is forbidden: exceeded quota: runs, requested: count/jobs.batch=1, used: count/jobs.batch=5, limited: count/jobs.batch=5",
        "PodCreate.WebhookDenied|400||admission webhook \"validate.kyverno.svc\" denied the request: already exists a rule",
        "PodCreate.WebhookUnavailable|500|InternalError|Internal error occurred: failed calling webhook \"v.example.com\": failed to call webhook: Post \"https://v.svc:443/\": context deadline exceeded",
        "PodCreate.PolicyDenied|422|Invalid|jobs.batch \"train\" is forbidden: ValidatingAdmissionPolicy 'cost' with binding 'cost' denied request: team label is missing",
        "PodCreate.PodSecurity|403|Forbidden|pods \"train\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"main\" must set securityContext.allowPrivilegeEscalation=false)",
        "PodCreate.ServiceAccountMissing|403|Forbidden|pods \"train\" is forbidden: error looking up service account ml/flows: serviceaccount \"flows\" not found",
        "PodCreate.Other|403|Forbidden|jobs.batch \"train\" is forbidden: the moon is full",
        "Submit.ConnectionRefused|0||Failed to connect to localhost/127.0.0.1:8080: Connection refused",
        "Submit.Timeout|0||timeout: connect timed out",
      })
  void answersOfAnApiServer(String code, int status, String reason, String message) {
    Verdict told = Refusals.kubernetes("Job", "ml", "train", status, reason, message);

    assertThat(told.code()).isEqualTo(code);
    assertThat(told.summary()).doesNotContain("{{").doesNotContain("The pod of Job");
    assertThat(told.resolution()).isNotBlank().doesNotContain("{{");
    assertThat(told.severity()).isEqualTo("error");
  }

  @ParameterizedTest
  @MethodSource
  void wordsAreTakenOutOfWhatClientsMakeOfThem(String message) {
    Verdict told = Refusals.kubernetes("Job", "ml", "train", 403, "", message);

    assertThat(told.code()).isEqualTo("PodCreate.QuotaExceeded");
    assertThat(told.summary())
        .isEqualTo(
            "Job `train` is refused: quota `runs` is exceeded (requested count/jobs.batch=1, used count/jobs.batch=5, limited count/jobs.batch=5).");
  }

  static Stream<String> wordsAreTakenOutOfWhatClientsMakeOfThem() {
    String words =
        "jobs.batch \"train\" is forbidden: exceeded quota: runs, requested: count/jobs.batch=1, used: count/jobs.batch=5, limited: count/jobs.batch=5";
    return Stream.of(
        words,
        "Failure executing: POST at: https://10.0.0.1/apis/batch/v1/namespaces/ml/jobs. Message: "
            + words
            + ". Received status: Status(apiVersion=v1, code=403, message="
            + words
            + ", status=Failure).",
        "Message: \nHTTP response code: 403\nHTTP response body: {\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\""
            + words.replace("\"", "\\\"")
            + "\",\"reason\":\"Forbidden\",\"code\":403}");
  }

  @Test
  void theMissingRightIsNamedAsKubectlWantsIt() {
    Verdict told =
        Refusals.kubernetes(
            "Job",
            "ml",
            "train",
            403,
            "Forbidden",
            "jobs.batch is forbidden: User \"system:serviceaccount:ml:flows\" cannot create resource \"jobs\" in API group \"batch\" in the namespace \"ml\"");

    assertThat(told.summary())
        .isEqualTo(
            "`system:serviceaccount:ml:flows` may not create jobs.batch in namespace `ml`, so Job `train` is refused.");
    assertThat(told.resolution())
        .isEqualTo(
            "Give the submitter the right:\n"
                + "  kubectl create role runs -n ml --verb=create --resource=jobs.batch\n"
                + "  kubectl create rolebinding runs -n ml --role=runs --serviceaccount=ml:flows\n"
                + "and check it:\n"
                + "  kubectl auth can-i create jobs.batch -n ml --as=system:serviceaccount:ml:flows");
  }

  @Test
  void aGeneratedNameIsTakenFromTheAnswer() {
    assertThat(
            Refusals.kubernetes(
                    "Job",
                    "ml",
                    "",
                    422,
                    "Invalid",
                    "Job.batch \"train-x7k2p\" is invalid: spec.template.spec.restartPolicy: Required value")
                .summary())
        .isEqualTo(
            "Job `train-x7k2p` is not valid: field spec.template.spec.restartPolicy. spec.template.spec.restartPolicy: Required value");
  }

  @Test
  void aUserThatAShellWouldReadIsNotPutIntoACommand() {
    Verdict told =
        Refusals.kubernetes(
            "Pod",
            "ml",
            "",
            403,
            "Forbidden",
            "pods is forbidden: User \"a; rm -rf /\" cannot create resource \"pods\" in API group \"\" in the namespace \"ml\"");

    assertThat(told.resolution()).doesNotContain("rm -rf").contains("--resource=pods\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "Submit.CommandNotFound|Cannot run program \"foo\": error=2, No such file or directory",
        "Submit.CommandNotFound|Cannot run program \"foo\" (in directory \"/x\"): Exec failed, error: 2 (No such file or directory) ",
        "Submit.CommandNotFound|Cannot run program \"error=13, (x\": error=2, No such file or directory",
        "Submit.CommandNotFound|Cannot run program \"foo\": CreateProcess error=2, The system cannot find the file specified",
        "Submit.NotExecutable|Cannot run program \"foo\": error=13, Permission denied",
        "Submit.NotExecutable|Cannot run program \"foo\": Exec failed, error: 13 (Permission denied) ",
        "Submit.ArgumentsTooLong|Cannot run program \"foo\": error=7, Argument list too long",
        "Submit.ExecFormat|Cannot run program \"foo\": error=8, Exec format error",
        "Submit.ExecFormat|Cannot run program \"foo\": CreateProcess error=193, %1 is not a valid Win32 application",
        "Submit.ProcessLimit|Cannot run program \"foo\": error=11, Resource temporarily unavailable",
        "Submit.ProcessMemory|Cannot run program \"foo\": error=12, Cannot allocate memory",
        "Submit.TooManyOpenFiles|Cannot run program \"foo\": error=24, Too many open files",
        "Submit.WorkingDirectory|Cannot run program \"foo\" (in directory \"/etc/passwd\"): error=20, Not a directory",
        "Submit.TextBusy|Cannot run program \"foo\": error=26, Text file busy",
        "Submit.SpawnHelper|Cannot run program \"foo\": error=0, Failed to exec spawn helper: pid: 7, exit value: 1",
        "Submit.ProcessOther|Cannot run program \"foo\": error=5, Input/output error",
        "Submit.ProcessOther|something else",
        "Submit.ProcessOther|''",
      })
  void processesThatDoNotStart(String code, String message) {
    Verdict told = Refusals.process("foo", "", message);

    assertThat(told.code()).isEqualTo(code);
    assertThat(told.summary()).startsWith("Command `foo` cannot be started");
    assertThat(told.resolution()).isNotBlank().doesNotContain("{{");
  }

  @Test
  void aNameWithASpaceAndADirectoryAreNamed() {
    Verdict told =
        Refusals.process(
            "python train.py",
            "/data",
            "Cannot run program \"python train.py\" (in directory \"/data\"): error=2, No such file or directory");

    assertThat(told.summary())
        .isEqualTo(
            "Command `python train.py` cannot be started: it was not found, or its working directory `/data` does not exist.");
    assertThat(told.resolution()).startsWith("Its name has a space in it");
  }

  @ParameterizedTest
  @MethodSource
  void whatCannotBeReached(String code, Throwable thrown) {
    Verdict told = Refusals.unreachable("the Kubernetes API", thrown);

    assertThat(told.code()).isEqualTo(code);
    assertThat(told.summary()).contains("the Kubernetes API").doesNotContain("{{");
  }

  static Stream<Arguments> whatCannotBeReached() {
    return Stream.of(
        of("Submit.UnknownHost", new UnknownHostException("api.example.com")),
        of("Submit.ConnectionRefused", new ConnectException("Connection refused")),
        of("Submit.NoRoute", new NoRouteToHostException("No route to host")),
        of("Submit.Timeout", new SocketTimeoutException("connect timed out")),
        of("Submit.ConnectionLost", new SocketException("Connection reset")),
        of(
            "Submit.Proxy",
            new IOException("Unable to tunnel through proxy. Proxy returns \"HTTP/1.1 407\"")),
        of(
            "Submit.TlsUntrusted",
            new SSLHandshakeException(
                "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target")),
        of(
            "Submit.CertificateExpired",
            new SSLHandshakeException(
                "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed: NotAfter: Tue Nov 24 10:00:00 UTC 2026")),
        of(
            "Submit.TlsName",
            new SSLPeerUnverifiedException(
                "Certificate for <10.0.0.1> doesn't match any of the subject alternative names: [kubernetes]")),
        of("Submit.TlsFailed", new SSLException("Unsupported or unrecognized SSL message")),
        of(
            "Submit.NoCredentials",
            new IllegalStateException(
                "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(...)")),
        of(
            "Submit.CredentialsExpired",
            new IllegalStateException(
                "The SSO session associated with this profile has expired or is otherwise invalid.")),
        of(
            "Submit.CredentialsInvalid",
            new IllegalStateException("The security token included in the request is invalid.")),
        of(
            "Submit.ClockSkew",
            new IllegalStateException("Signature expired: 20261125T1 is now earlier than")),
        of(
            "Submit.NoRegion",
            new IllegalStateException(
                "Unable to load region from any of the providers in the chain software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain@2b30a42c: [software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider@6f46426d: Unable to load region from system settings. Region must be specified either via environment variable (AWS_REGION) or  system property (aws.region)., software.amazon.awssdk.regions.providers.AwsProfileRegionProvider@4d5b6aac: No region provided in profile: default, software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider@17fc391b: Unable to contact EC2 metadata service.]")),
        of("Submit.Unreachable", new IllegalStateException("the moon is full")),
        of("Submit.Unreachable", new IllegalStateException()));
  }

  private static Arguments of(String code, Throwable cause) {
    return Arguments.of(code, new RuntimeException("the call failed", new IOException(cause)));
  }

  @Test
  void aHostIsNamedAndACircleOfCausesEnds() {
    Exception outer = new IOException("outer");
    outer.addSuppressed(new IOException());
    Exception inner = new UnknownHostException("api.example.com: Name or service not known");
    outer.initCause(inner);
    inner.initCause(outer);

    assertThat(Refusals.unreachable("Amazon ECS", outer).summary())
        .isEqualTo("Cannot reach Amazon ECS: DNS does not know host `api.example.com`.");
  }

  @Test
  void aRefusedStartOnEcsNamesWhatIsKnown() {
    Verdict told =
        Refusals.ecs(
            "RunTask",
            "ClusterNotFoundException",
            "Cluster not found. (Service: Ecs, Status Code: 400, Request ID: 0af1) (SDK Attempt Count: 1)",
            Map.of("cluster", "batch", "region", "eu-west-1"));

    assertThat(told.code()).isEqualTo("Submit.ClusterNotFound");
    assertThat(told.summary()).isEqualTo("Cluster `batch` does not exist in Region eu-west-1.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Submit.NoCredentials|SdkClientException|Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain() : [InstanceProfileCredentialsProvider(): Failed to load credentials from IMDS.] (SDK Attempt Count: 1)",
        "Submit.CredentialsExpired|ExpiredTokenException|The security token included in the request is expired",
        "Submit.CredentialsInvalid|UnrecognizedClientException|The security token included in the request is invalid.",
        "Submit.UnknownHost|SdkClientException|Received an UnknownHostException when attempting to interact with a service. See cause for the exact endpoint",
        "Submit.Throttled|ThrottlingException|Rate exceeded",
        "Submit.Other|SdkClientException|Unable to load an HTTP implementation from any provider in the chain.",
      })
  void whatTheSdkThrowsIsToldToo(String code, String exception, String message) {
    Verdict told = Refusals.ecs("RunTask", exception, message, Map.of());

    assertThat(told.code()).isEqualTo(code);
    assertThat(told.summary()).doesNotContain("the other side").doesNotContain("SDK Attempt");
  }

  @Test
  void whatMostHostsSayIsTold() {
    Verdict told =
        Refusals.ecsFailures(
            "RunTask",
            List.of(
                Map.of(
                    "arn", "arn:aws:ecs:eu-west-1:1:container-instance/batch/a", "reason", "AGENT"),
                Map.of("reason", "RESOURCE:MEMORY"),
                Map.of("reason", "RESOURCE:MEMORY")),
            Collections.emptyMap());

    assertThat(told.code()).isEqualTo("Capacity.Memory");
    assertThat(told.summary()).startsWith("No host of cluster `batch` has the memory left");
  }

  @Test
  void everyEntryOfTheTextsReadsWellWithoutMoreThanNames() {
    Set<String> codes = new TreeSet<>();
    for (DataFile.Entry entry : DataFile.read(Words.class, Words.FILE)) {
      codes.add(entry.text("code"));
      Verdict told =
          Words.verdict(
              new Refusal(entry.text("code"), "confirmed")
                  .value("object", "Job `train`")
                  .value("namespace", "ml"),
              true);
      assertThat(told.summary()).isNotBlank().doesNotContain("{{").doesNotContain("``");
      assertThat(told.resolution()).isNotBlank().doesNotContain("{{");
      assertThat(List.of("info", "error", "warning", "critical")).contains(told.severity());
    }
    assertThat(codes.size()).isGreaterThan(60);
  }

  @Test
  void everyRowHasTextsAndEveryRowOfASubmitterACase() {
    Set<String> told = new TreeSet<>();
    for (Method method : RefusalsTest.class.getDeclaredMethods()) {
      if (method.isAnnotationPresent(CsvSource.class)) {
        for (String row : method.getAnnotation(CsvSource.class).value()) {
          told.add(row.substring(0, row.indexOf('|')));
        }
      }
    }
    whatCannotBeReached().forEach(a -> told.add((String) a.get()[0]));
    for (DataFile.Entry row : DataFile.read(Words.class, TextPatterns.FILE)) {
      String table = row.text("table");
      if (!table.isEmpty()) {
        boolean ecs = table.startsWith("ecs");
        assertThat(Words.verdict(new Refusal(row.text("code"), "confirmed"), ecs).code())
            .isEqualTo(row.text("code"));
        assertThat(ecs || table.equals("pod-create") || told.contains(row.text("code")))
            .as(row.text("code"))
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "{{",
        "\"",
        "\\",
        "user \"",
        "\u0000",
        "error=",
        "Message: ",
        "(",
        "1=",
        ",",
        "\n",
        "\ud83d"
      })
  void tenMegabytesTakeNoTime(String unit) {
    StringBuilder text = new StringBuilder();
    while (text.length() < 10_000_000) {
      text.append(unit);
    }
    String message = text.toString();

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          List<Verdict> all = new ArrayList<>();
          all.add(Refusals.kubernetes("Job", message, message, 403, message, message));
          all.add(Refusals.kubernetes("Job", "a", "b", 403, "", "exceeded quota: " + message));
          all.add(
              Refusals.kubernetes(
                  "Job", "a", "b", 403, "", "\"Status\" \"message\": \"" + message));
          all.add(Refusals.ecs("RunTask", message, message, Map.of("cluster", message)));
          all.add(Refusals.ecsFailures("RunTask", List.of(Map.of("reason", message)), Map.of()));
          all.add(Refusals.process(message, message, message));
          all.add(Refusals.unreachable("x", new IOException(message)));
          assertThat(all)
              .allSatisfy(
                  v ->
                      assertThat(v.summary().length() + v.resolution().length())
                          .isLessThan(50_000));
        });
  }

  @Test
  void anyTextHasAnAnswer() {
    List<String> pieces =
        new ArrayList<>(
            List.of(
                "{{",
                "}}",
                "{{#job}}",
                "\u0000",
                "\u001b[31m",
                "\n",
                "\r",
                "\\",
                "\"",
                "'",
                ": ",
                "(",
                ")",
                "[",
                "=",
                ",",
                " ",
                "\ud83d",
                "\udc00",
                "é",
                "arn:aws:ecs:",
                "/",
                "$1",
                "Message: ",
                "Failure executing: "));
    for (DataFile.Entry row : DataFile.read(Words.class, TextPatterns.FILE)) {
      TextPattern.PARTS.forEach(part -> pieces.addAll(row.all(part)));
    }
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n >= 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      String message = text.toString();
      List<Verdict> all =
          List.of(
              Refusals.kubernetes("Pod", message, message, random.nextInt(600), message, message),
              Refusals.ecs("RunTask", message, message, Map.of("task_definition", message)),
              Refusals.ecsFailures(
                  "StartTask", List.of(Map.of("arn", message, "reason", message)), Map.of()),
              Refusals.process(message, message, message),
              Refusals.unreachable("Amazon ECS", new IOException(message)));
      assertThat(all)
          .as(message)
          .allSatisfy(v -> assertThat(v.summary()).isNotBlank())
          .allSatisfy(v -> assertThat(v.resolution()).isNotBlank());
    }
  }

  @Test
  void nothingIsTakenForAnEmptyText() {
    assertThat(Refusals.kubernetes("Job", null, null, 0, null, null).code())
        .isEqualTo("PodCreate.Other");
    assertThat(Refusals.ecs("RunTask", null, null, Map.of()).code()).isEqualTo("Submit.Other");
    assertThat(Refusals.process(null, null, null).code()).isEqualTo("Submit.ProcessOther");
  }

  @Test
  void secretsAreTakenOut() {
    assertThat(
            Refusals.kubernetes(
                    "Job",
                    "ml",
                    "x",
                    422,
                    "Invalid",
                    "Job.batch \"x\" is invalid: spec: password=hunter2hunter2")
                .summary())
        .doesNotContain("hunter2");
  }
}
