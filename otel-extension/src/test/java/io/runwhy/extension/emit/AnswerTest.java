package io.runwhy.extension.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
  /** As the SDK's look, under their older and newer names. */
  static final class HttpExportException extends Exception {
    private final transient Object response;

    HttpExportException(Object response, Throwable cause) {
      super(cause);
      this.response = response;
    }

    Object getResponse() {
      return response;
    }
  }

  static final class GrpcExportException extends Exception {
    private final transient Object response;

    GrpcExportException(Object response) {
      this.response = response;
    }

    Object getResponse() {
      return response;
    }
  }

  record OldHttp(int statusCode) {}

  record OldGrpc(int grpcStatusValue) {}

  record NewHttp(int status) {
    int getStatusCode() {
      return status;
    }
  }

  record Code(int value) {
    int getValue() {
      return value;
    }
  }

  record NewGrpc(Code code) {
    Code getStatusCode() {
      return code;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, DELIVERED",
    "202, DELIVERED",
    "400, REFUSED",
    "413, REFUSED",
    "415, REFUSED",
    "422, REFUSED",
    "401, LATER",
    "403, LATER",
    "404, LATER",
    "429, LATER",
    "500, FAILED",
    "502, LATER",
    "503, LATER",
    "504, LATER",
    "302, LATER"
  })
  void ofHttp(int status, Answer expected) {
    assertThat(Answer.ofHttp(status)).isEqualTo(expected);
    if (status >= 300) {
      assertThat(answer(new HttpExportException(new OldHttp(status), null))).isEqualTo(expected);
      assertThat(answer(new HttpExportException(new NewHttp(status), null))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, DELIVERED",
    "3, REFUSED",
    "2, FAILED",
    "13, FAILED",
    "14, LATER",
    "8, LATER",
    "16, LATER",
    "7, LATER",
    "12, LATER"
  })
  void ofGrpc(int status, Answer expected) {
    assertThat(Answer.ofGrpc(status)).isEqualTo(expected);
    if (status > 0) {
      assertThat(answer(new GrpcExportException(new OldGrpc(status)))).isEqualTo(expected);
      assertThat(answer(new GrpcExportException(new NewGrpc(new Code(status)))))
          .isEqualTo(expected);
    }
  }

  @Test
  void whatHasNoStatusIsTriedAgain() {
    Exception refused = new HttpExportException(null, new ConnectException("refused"));
    assertThat(answer(refused)).isEqualTo(Answer.LATER);
    assertThat(Answer.reason(CompletableResultCode.ofExceptionalFailure(refused)))
        .isEqualTo("ConnectException: refused");
    assertThat(answer(new NoClassDefFoundError())).isEqualTo(Answer.LATER);
    assertThat(Answer.of(CompletableResultCode.ofFailure())).isEqualTo(Answer.LATER);
    assertThat(Answer.of(new CompletableResultCode())).isEqualTo(Answer.LATER);
    assertThat(Answer.reason(new CompletableResultCode())).isEqualTo("no answer in time");
  }

  private static Answer answer(Throwable failure) {
    return Answer.of(CompletableResultCode.ofExceptionalFailure(failure));
  }
}
