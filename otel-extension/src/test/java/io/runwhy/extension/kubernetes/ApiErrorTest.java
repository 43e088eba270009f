package io.runwhy.extension.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiErrorTest {
  /** Shaped like that of fabric8. */
  public static class Fabric8Exception extends RuntimeException {
    private final int code;
    private final Status status;

    Fabric8Exception(String message, int code, Status status, Throwable cause) {
      super(message, cause);
      this.code = code;
      this.status = status;
    }

    public int getCode() {
      return code;
    }

    public Status getStatus() {
      return status;
    }
  }

  public record Status(String reason, String message) {
    public String getReason() {
      return reason;
    }

    public String getMessage() {
      return message;
    }
  }

  /** Shaped like that of the official client. */
  public static class OfficialException extends Exception {
    private final String body;

    OfficialException(String body) {
      super("Message: \nHTTP response code: 403");
      this.body = body;
    }

    public int getCode() {
      return 403;
    }

    public String getResponseBody() {
      return body;
    }
  }

  @Test
  void theStatusOfAnAnswerIsRead() {
    Status status = new Status("Forbidden", "exceeded quota: jobs");
    ApiError error =
        ApiError.of(new IOException("wrapped", new Fabric8Exception("long", 403, status, null)));
    assertThat(error.status()).isEqualTo(403);
    assertThat(error.message()).isEqualTo("exceeded quota: jobs");
    ApiError official =
        ApiError.of(
            new OfficialException("{\"message\":\"exceeded quota\",\"reason\":\"Forbidden\"}"));
    assertThat(official.status()).isEqualTo(403);
    assertThat(official.message()).isEqualTo("exceeded quota");
  }

  @Test
  void withoutAnAnswerThereIsNoStatus() {
    ApiError error =
        ApiError.of(new Fabric8Exception("An error", -1, null, new ConnectException("refused")));
    assertThat(error.status()).isZero();
    assertThat(error.verdict("Job", "jobs", "a").code()).isNotEmpty();
  }

  @Test
  void aCircleOfCausesEnds() {
    RuntimeException one = new RuntimeException("one");
    one.initCause(new RuntimeException("two", one));
    assertThat(ApiError.of(one).message()).isEqualTo("one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"message\":\"a\"}|a",
        "{\"details\":{\"message\":\"inner\"},\"message\" : \"out\\\"er\\u0041\\n\"}|out\"erALF",
        "{\"reason\":\"message\",\"x\":[{\"message\":\"b\"}]}|nothing",
        "{\"message\":5}|nothing",
        "{\"message\":\"cut|cut",
        "{\"message\":\"\\u00|?",
        "not json|nothing",
        "``|nothing"
      })
  void aTextIsTakenOutOfAStatus(String body, String text) {
    assertThat(StatusBody.text(body, "message"))
        .isEqualTo(text.equals("nothing") ? "" : text.replace("LF", "\n"));
  }

  @Test
  void noMoreThanTheBeginningIsRead() {
    String body = "{\"x\":\"" + "y".repeat(StatusBody.LIMIT) + "\",\"message\":\"late\"}";
    assertThat(StatusBody.text(body, "message")).isEmpty();
  }
}
