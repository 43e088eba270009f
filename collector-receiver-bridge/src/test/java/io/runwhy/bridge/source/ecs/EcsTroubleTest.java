package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.EcsException;

class EcsTroubleTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ThrottlingException | 400 | Rate exceeded | THROTTLED | lower ecs.requests_per_second",
        "ExpiredTokenException | 400 | The security token is expired | EXPIRED_CREDENTIALS | renew them",
        "RequestExpired | 400 | Request has expired | EXPIRED_CREDENTIALS | renew them",
        "UnrecognizedClientException | 400 | The security token is invalid | NO_CREDENTIALS | check the role or the keys",
        "AccessDeniedException | 400 | User: x is not authorized to perform: ecs:DescribeTasks on resource: y | DENIED | allow ecs:DescribeTasks on batch",
        "AccessDenied | 403 | Access to the resource is denied | DENIED | allow ecs:ListTasks on batch",
        "QueueDoesNotExist | 400 | The specified queue does not exist. | NO_SUCH_QUEUE | correct ecs.queue_url",
        "AWS.SimpleQueueService.NonExistentQueue | 400 | no | NO_SUCH_QUEUE | correct ecs.queue_url",
        "ClusterNotFoundException | 400 | Cluster not found. | NO_SUCH_CLUSTER | the cluster batch does not exist in eu-west-1: correct ecs.clusters or ecs.region",
        "ServerException | 500 | Service Unavailable | SERVER_ERROR | answered with 500",
        "InvalidParameterException | 400 | Invalid token | REFUSED | is refused with InvalidParameterException: Invalid token",
      })
  void anAnswerOfAwsBecomesASentenceThatSaysWhatToDo(
      String code, int status, String message, Trouble.Kind kind, String says) {
    AwsServiceException e =
        EcsException.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();

    Trouble trouble = Trouble.of(e, "ecs:ListTasks", "batch", "eu-west-1");

    assertThat(trouble.kind()).isEqualTo(kind);
    assertThat(trouble.sentence()).contains(says);
  }

  @Test
  void aHostWithoutAddressMeansAWrongRegion() {
    Trouble trouble =
        Trouble.of(
            SdkClientException.create(
                "failed", new UnknownHostException("ecs.eu-west-9.amazonaws.com")),
            "ecs:ListTasks",
            "batch",
            "eu-west-9");

    assertThat(trouble.kind()).isEqualTo(Trouble.Kind.NO_SUCH_HOST);
    assertThat(trouble.sentence()).contains("correct ecs.region (eu-west-9)");
  }

  @Test
  void missingCredentialsAndNoRouteAreToldApart() {
    assertThat(
            Trouble.of(
                    SdkClientException.create("Unable to load credentials from any provider"),
                    "a",
                    "b",
                    "c")
                .kind())
        .isEqualTo(Trouble.Kind.NO_CREDENTIALS);
    assertThat(
            Trouble.of(
                    SdkClientException.create("x", new IOException("Connect timed out")),
                    "a",
                    "b",
                    "c")
                .sentence())
        .contains("does not answer (Connect timed out)");
    assertThat(Trouble.of(new IllegalStateException("secret"), "a", "b", "c").sentence())
        .isEqualTo("unexpected: IllegalStateException");
  }
}
