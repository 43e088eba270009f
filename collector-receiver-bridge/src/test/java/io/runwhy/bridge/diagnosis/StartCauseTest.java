package io.runwhy.bridge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.Confidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StartCauseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "Image.DiskFull|CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob404: no space left on device",
        "Image.DiskFull|CannotPullContainerError: ref pull has been retried 1 time(s): failed to extract layer sha256:ab: mount callback failed on /tmp/m: write /tmp/m/etc/passwd: no space left on device",
        "Image.RateLimited|CannotPullContainerError: Error response from daemon: toomanyrequests: Rate exceeded",
        "Image.NotFound|CannotPullContainerError: API error (404): repository ml/foo not found",
        "Image.NotFound|CannotPullImageManifestError: Error response from daemon: error parsing HTTP 404 response body: invalid character 'p' after top-level value",
        "Image.NotFound|CannotPullContainerError: RepositoryNotFoundException: The repository with name 'x' does not exist in the registry with id '111122223333'",
        "Image.Unauthorized|CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref \"docker.io/library/foo:latest\": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
        "Image.Unauthorized|CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: failed to authorize: no basic auth credentials",
        "Image.Unauthorized|CannotPullContainerAuthError: AccessDeniedException: User: arn:aws:sts::1:assumed-role/r/i is not authorized to perform: secretsmanager:GetSecretValue",
        "Image.Unauthorized|CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref x.example.com/a:1: failed to authorize: rpc er",
        "Image.RegistryUnreachable|CannotPullContainerError: containerd: pull command failed: failed to resolve reference: Head https://r.example.com/v2/denied/manifests/403: dial tcp: lookup r.example.com on 10.0.0.2:53: no such host",
        "Image.RegistryUnreachable|CannotPullContainerError: Error response from daemon: Get https://r.example.com/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
        "Image.RegistryUnreachable|CannotPullContainerError: context canceled",
        "Image.RegistryUnreachable|CannotPullContainerError: read tcp 10.0.0.1:1: unexpected EOF",
        "Image.RegistryError|CannotPullContainerError: failed to resolve ref r.example.com/a:1: unexpected status: 502 Bad Gateway",
        "Image.Other|CannotPullContainerError: geoffrey typeof 4041 retried 1 time(s)",
        "Image.Other|CannotPullContainerError: pulling r.example.com/not-found/unauthorized:403@sha256:404401 failed",
        "Image.SlowPull|DockerTimeoutError: Could not transition to pulled; timed out after waiting 2h0m0s",
        "Host.RuntimeTimeout|DockerTimeoutError: Could not transition to stopped; timed out after waiting 2m0s",
        "TaskInit.Other|ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed",
        "TaskInit.Other|ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s)",
        "TaskInit.SecretAccessDenied|Secret arn:aws:secretsmanager:eu-west-1:1:secret:ecr-logs: AccessDeniedException: User is not authorized to perform: secr",
        "TaskInit.SecretAccessDenied|ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::1:assumed-role/logs/i is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:1:parameter/ecr",
        "TaskInit.SecretAccessDenied|Fetching secret data from SSM Parameter Store in eu-west-1: AccessDeniedException: The ciphertext refers to a customer master key that does not exist",
        "TaskInit.SecretNetwork|ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull the secret from AWS Secrets Manager: There is a connection issue between the task and AWS Secrets Man",
        "TaskInit.SecretNetwork|Fetching secret data from SSM Parameter Store in eu-west-1: RequestError: send request failed caused by: Post https://ssm.eu-west-1.amazonaws.com/: dial tcp: lookup ssm.eu-west-1.amazonaws.com: no such host",
        "TaskInit.RegistryAuth|ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed",
        "Image.Unauthorized|ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: AccessDeniedException: User is not auth",
        "TaskInit.LogGroupMissing|ResourceInitializationError: failed to validate logger args: : signal: killed",
        "TaskInit.LogNetwork|ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network connection.",
        "TaskInit.LogNetwork|ResourceInitializationError: failed to validate logger args: create stream has been retried 5 times: failed to create Cloudwatch log stream: RequestCanceled: request context canceled",
        "TaskInit.LogDriver|CannotStartContainerError: Error response from daemon: failed to initialize logging driver: dial unix /var/run/fluent.sock: connect: no such file or directory",
        "TaskInit.LogDriver|CannotStartContainerError: Error response from daemon: failed to initialize logging driver: Options https://splunk:8088/services/collector/event/1.0: dial tcp: connect: connection refused",
        "TaskInit.LogGroupDenied|ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDenied",
        "TaskInit.EfsDns|Error response from daemon: create ecs-etl: VolumeDriver.Create: mounting volume failed: Failed to resolve \"fs-0a1b2c3d.efs.eu-west-1.amazonaws.com\"",
        "TaskInit.ExecutionRoleMissing|ASM secret: unable to find execution role credentials",
        "Start.CommandNotFound|CannotStartContainerError: API error (400): OCI runtime create failed: container_linux.go:380: starting container process caused: exec: \\\"python train.py\\\": executable file not found in $PATH: unknown",
        "Start.PermissionDenied|CannotStartContainerError: Error response from daemon: OCI runtime create failed: exec: \"/app\": is a directory: permission denied",
        "Start.Other|CannotStartContainerError: Error response from daemon: OCI runtime create failed: chdir to cwd (\"/app\") set in config.json failed: no such file or directory",
        "Start.Other|CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim: unknown",
        "Start.Mount|CannotCreateContainerError: Error response from daemon: invalid mount config for type \"bind\": bind source path does not exist: /data",
        "Host.DiskFull|CannotCreateContainerError: Error response from daemon: mkdir /var/lib/docker/overlay2/x: no space left on device",
        "Host.InspectTimeout|CannotInspectContainerError: Could not transition to inspe",
        "Host.RuntimeError|CannotInspectContainerError: Error response from daemon: No such container: 9f8e",
        "Host.RuntimeError|CannotGetDockerclientError: (Version 1.22) unable to get client",
        "Network.CniNotReady|CannotStartContainerError: failed to setup network namespace for sandbox",
        "Dependency.Failed|CannotStartContainerError: dependency graph: container ordering dependency [db] for target [train] has timed out.",
      })
  void theInnermostCauseDecides(String code, String text) {
    PatternTable.Match match = StartCause.match(text, List.of());

    assertThat(match).isNotNull();
    assertThat(match.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Essential container in task exited",
        "Task failed to start",
        "OutOfMemoryError: Container killed due to memory usage",
        "TaskFailedToStart: RESOURCE:CPU",
        "Scaling activity initiated by (deployment ecs-svc/1)"
      })
  void whatIsNoStartIsLeftToOthers(String text) {
    assertThat(StartCause.match(text, List.of())).isNull();
  }

  @Test
  void noCutMakesADenialOfSomethingThatIsNone() {
    String text =
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post \"https://api.ecr.eu-west-1.amazonaws.com/\": dial tcp 52.46.146.86:443: i/o timeout";
    for (int length = 40; length <= text.length(); length++) {
      PatternTable.Match match = StartCause.match(text.substring(0, length), List.of());

      assertThat(match).isNotNull();
      assertThat(match.code()).isIn("TaskInit.Other", "TaskInit.RegistryAuth");
    }
  }

  /** Whatever of a text is left: it is the same cause, or none that is called sure. */
  @ParameterizedTest
  @MethodSource("texts")
  void aTextThatIsCutIsNeverSureOfAnotherCause(String text) {
    PatternTable.Match whole = StartCause.match(text, List.of());
    for (int length = 30; whole != null && length < text.length(); length++) {
      PatternTable.Match cut = StartCause.match(text.substring(0, length), List.of());
      if (cut != null
          && cut.confidence() == Confidence.CONFIRMED
          && !cut.code().endsWith(".Other")) {
        assertThat(cut.code()).as(text.substring(0, length)).isEqualTo(whole.code());
      }
    }
  }

  static Stream<String> texts() throws IOException {
    Pattern said = Pattern.compile("\"(?:stoppedReason|reason)\": \"((?:[^\"\\\\]|\\\\.)*)\"");
    Set<String> texts = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/cases/ecs"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        Matcher matcher = said.matcher(Files.readString(file));
        while (matcher.find()) {
          texts.add(matcher.group(1).replace("\\\"", "\""));
        }
      }
    }
    return texts.stream();
  }
}
