package io.runwhy.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password=hunter2 next | password=[redacted] next",
        "DB_PASSWORD: s3cret | DB_PASSWORD: [redacted]",
        "Authorization: Bearer abc.def.ghi1234567 | Authorization: Bearer [redacted]",
        "authorization: Basic dXNlcjpwYXNz | authorization: Basic [redacted]",
        "key AKIAIOSFODNN7EXAMPLE used | key [redacted] used",
        "aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCY | aws_secret_access_key = [redacted]",
        "cloning with ghp_16C7e42F292c6912E7710c838347Ae178B4a | cloning with [redacted]",
        "github_pat_11ABCDEFG0abcdefghijkl_mnop | [redacted]",
        "slack xoxb-123456789012-abcdefghij | slack [redacted]",
        "google AIzaSyA1234567890abcdefghijklmnopqrstuv | google [redacted]",
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4 | jwt [redacted]",
        "postgres://app:pa55word@db:5432/x | postgres://app:[redacted]@db:5432/x",
        "https://user:tok%20en@git.example/repo.git | https://user:[redacted]@git.example/repo.git",
        "run --password hunter2 --epochs 3 | run --password [redacted] --epochs 3",
        "run --api-key=abcdef123 | run --api-key=[redacted]",
        "{\"api_key\": \"abc123def\"} | {\"api_key\": [redacted]}",
        "OPENAI_API_KEY=sk-proj-abcdefghijklmnopqrstuvwx | OPENAI_API_KEY=[redacted]",
        "GET /x?sig=abcdef0123456789&y=1 | GET /x?sig=[redacted]&y=1",
        "client_secret: 'a b c' | client_secret: [redacted]",
        "token=abcdefghij1234567890 | token=[redacted]",
        "X-Api-Key: abc123 | X-Api-Key: [redacted]",
        "Server=db;Uid=app;Pwd=s3cret;Encrypt=yes | Server=db;Uid=app;Pwd=[redacted];Encrypt=yes",
        "Set-Cookie: session=abcd1234; Path=/ | Set-Cookie: session=[redacted]; Path=/",
      })
  void secretIsReplacedAndTheRestStays(String text, String expected) {
    assertThat(Redactor.redact(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token count: 512",
        "tokens per second: 1042",
        "password must be set",
        "PWD=/app",
        "cookie: not found",
        "image busybox@sha256:9c953d056c296e5327b2743aa78cdf2c50131c02801a4531601bfe5719fcd549",
        "pod 251ae0e8-13f8-400e-9590-16e3a2610302 started",
        "mkdir /etc/passwd: not a directory: unknown",
        "exec: \"/etc/passwd\": permission denied",
        "secret \"wandb\" not found",
        "couldn't find key password in Secret more/db",
        "loss 0.93 at step 1200",
        "https://registry.invalid/v2/team/trainer/manifests/v9",
        "ModuleNotFoundError: No module named 'torch'",
      })
  void ordinaryTextIsLeftAlone(String text) {
    assertThat(Redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void privateKeyOfSeveralLinesIsReplacedAsAWhole() {
    String text =
        "before\n-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nabc+/=\n-----END RSA PRIVATE KEY-----\nafter";

    assertThat(Redactor.redact(text)).isEqualTo("before\n[redacted]\nafter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "=", "password", "://", "-----BEGIN ", "eyJ", "\"", " --token", "://a:"})
  void aMegabyteOfAnythingTakesNoLongerThanReadingIt(String unit) {
    String text = unit.repeat(1_000_000 / unit.length());

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Redactor.redact(text));
  }
}
