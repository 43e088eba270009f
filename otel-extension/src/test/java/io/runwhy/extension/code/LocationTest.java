package io.runwhy.extension.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {
  @ParameterizedTest
  @CsvSource({
    "https://user:tok@h.example/a.git, https://h.example/a.git, h.example",
    "https://tok@h.example:8443/a, https://h.example:8443/a, h.example",
    "https://h.example/a.zip?X-Amz-Signature=abc#part, https://h.example/a.zip, h.example",
    "https://h.example?token=abc, https://h.example, h.example",
    "https://user:tok@h.example, https://h.example, h.example",
    "https://h.example/a@b.zip, https://h.example/a@b.zip, h.example",
    "git@h.example:team/a.git, h.example:team/a.git, h.example",
    "s3://data/a/b.zip, s3://data/a/b.zip, data",
    "file:///srv/a, file:///srv/a, ''",
    "/srv/a, /srv/a, ''",
  })
  void aLocationHasNoSecretAndKnowsItsHost(String given, String told, String host) {
    assertThat(Location.of(given)).isEqualTo(told);
    assertThat(Location.host(told)).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for URL: https://u:tok@h/a?sig=tok | for URL: https://h/a",
        "'https://h/a?sig=tok' not found | 'https://h/a' not found",
        "https://h/a?sig=tok: not authorized | https://h/a: not authorized",
        "https://h/a?x=tok and http://tok@i/b end | https://h/a and http://i/b end",
        "no address at all: a@b ? | no address at all: a@b ?",
      })
  void textsLoseTheSecretsOfTheirAddresses(String given, String told) {
    assertThat(SafeText.of(given.replace("'", "\""))).isEqualTo(told.replace("'", "\""));
  }

  @Test
  void whatIsCutInTheMiddleIsLeftOut() {
    String text =
        "a ".repeat(SafeText.MAX_LENGTH / 2 - 10) + "https://user:tokentokentokentoken@h/";
    assertThat(SafeText.of(text)).doesNotContain("token").endsWith("a");
    assertThat(SafeText.of("x\u0000y\nz\ud800")).isEqualTo("x y z");
    assertThat(Location.of("https://h/" + "a".repeat(10_000))).hasSize(Location.MAX_LENGTH);
  }
}
