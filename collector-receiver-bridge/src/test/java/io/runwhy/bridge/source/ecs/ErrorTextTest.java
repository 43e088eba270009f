package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTextTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "command line | An error occurred (ClusterNotFoundException) when calling the RunTask operation: Cluster not found. | RunTask ClusterNotFoundException: Cluster not found.",
        "with retries | An error occurred (ThrottlingException) when calling the RunTask operation (reached max retries: 4): Rate exceeded | RunTask ThrottlingException: Rate exceeded",
        "boto, wrapped | botocore.errorfactory.InvalidParameterException: An error occurred (InvalidParameterException)\\nwhen calling the RunTask operation: Error retrieving subnet\\ninformation | RunTask InvalidParameterException: Error retrieving subnet information",
        "Java SDK 1 | [agent]: Error in provisioning\\ncom.amazonaws.services.ecs.model.PlatformUnknownException: The specified platform does not exist. (Service: AmazonECS; Status Code: 400; Error Code: PlatformUnknownException; Request ID: 1) | PlatformUnknownException: The specified platform does not exist.",
        "Java SDK 2 | software.amazon.awssdk.services.ecs.model.ClusterNotFoundException: Cluster not found. (Service: Ecs, Status Code: 400, Request ID: 2) | ClusterNotFoundException: Cluster not found.",
        "Step Functions | No Container Instances were found in your cluster. (Service: AmazonECS; Status Code: 400; Error Code: InvalidParameterException; Request ID: 3) | InvalidParameterException: No Container Instances were found in your cluster.",
      })
  void theErrorIsFoundInWhatAProgramPrints(String about, String text, String expected) {
    ErrorText error = ErrorText.of(text.replace("\\n", "\n"));

    assertThat((error.operation() + " " + error.exception() + ": " + error.message()).strip())
        .isEqualTo(expected.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "all is well", "(Service: AmazonS3; Status Code: 400)", "An error occurred"})
  void otherWordsAreNoError(String text) {
    assertThat(ErrorText.of(text)).isNull();
  }

  @Test
  void aMegabyteIsReadInNoTime() {
    for (String unit :
        new String[] {"An error occurred (", "Exception: ", "a", "(Service: Ecs, "}) {
      String text = unit.repeat(1_000_000 / unit.length());
      Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> ErrorText.of(text));
    }
  }
}
