package io.runwhy.extension.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HintsTest {
  private final Hints hints = load();

  record Case(String source, String code, int status, String text, String rule, String part) {}

  static List<Case> cases() throws IOException {
    try (var in = HintsTest.class.getResourceAsStream("hint-cases.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\|", 6))
          .map(
              p ->
                  new Case(
                      p[0].trim(),
                      p[1].trim(),
                      Integer.parseInt(p[2].trim()),
                      p[3].trim(),
                      p[4].trim(),
                      p[5].trim()))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRealErrorHasItsHint(Case c) {
    Failure failure = new Failure(c.code, c.status, "x.Y", c.text, c.text);
    HintRule rule = hints.rule(target(c.source), failure);
    assertThat(rule == null ? "-" : rule.id()).isEqualTo(c.rule);
    assertThat(hints.hint(target(c.source), failure)).containsIgnoringCase(c.part);
    assertThat(hints.hint(target(c.source), failure)).doesNotContain("{").doesNotContain("  ");
  }

  @Test
  void everyRowHasACase() throws IOException {
    Set<String> tested = new HashSet<>();
    cases().forEach(c -> tested.add(c.rule));
    assertThat(hints.rules().stream().map(HintRule::id))
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(tested).contains(id));
    assertThat(cases().size()).isGreaterThan(120);
  }

  @Test
  void aHintIsASentenceAlsoWhereNoNameIsKnown() {
    Target nameless = Target.of(Verb.GET, "none", "").build();
    for (HintRule rule : hints.rules()) {
      Matcher names = Pattern.compile("\\{([a-z]+)}").matcher(rule.hint());
      while (names.find()) {
        assertThat(Stream.concat(hints.words().stream(), Stream.of("status", "code")))
            .as(rule.id())
            .contains(names.group(1));
      }
      assertThat(rule.hint()).as(rule.id()).endsWith(".").hasSizeLessThan(Hints.MAX_LENGTH / 2);
    }
    Failure refused = new Failure("", 0, "x", "", "ConnectException: Connection refused");
    assertThat(hints.hint(nameless, refused)).startsWith("Nothing listens at the host on that");
  }

  @Test
  void aTextOfTenMegabytesOrOfControlCharactersIsAnsweredAtOnce() {
    Random random = new Random(7);
    char[] chars = new char[10_000_000];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = i % 3 == 0 ? ':' : (char) random.nextInt(256);
    }
    for (String text :
        List.of(
            new String(chars), "a".repeat(10_000_000), "://@?".repeat(2_000_000), "{key}\u0000")) {
      Instant before = Instant.now();
      Failure failure = Failure.thrown("", 0, new IOException(text, new IOException(text)));
      String hint = hints.hint(target("s3"), failure);
      assertThat(hint.length()).isLessThanOrEqualTo(Hints.MAX_LENGTH);
      assertThat(failure.message()).hasSizeLessThanOrEqualTo(SafeText.MAX_LENGTH);
      assertThat(failure.text().chars().noneMatch(Character::isISOControl)).isTrue();
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void anExceptionThatIsItsOwnCauseOrHasNoMessageIsRead() {
    Throwable deep = new IllegalStateException();
    for (int i = 0; i < 1_000; i++) {
      deep = new IllegalStateException(null, deep);
    }
    assertThat(Failure.thrown("", 0, deep).text().split(" <- ")).hasSize(Failure.MAX_CAUSES);
    assertThat(Failure.thrown("", 0, new IOException()).errorType())
        .isEqualTo("java.io.IOException");
    assertThat(Failure.answered(404).errorType()).isEqualTo("404");
  }

  private static Target target(String source) {
    String url =
        switch (source) {
          case "git" -> "https://user:tok@git.example.com/team/app.git";
          case "s3" -> "s3://data/models/m.bin";
          case "gcs" -> "gs://data/models/m.bin";
          case "azure_blob" -> "https://acct.blob.core.windows.net/data/models/m.bin?sig=x";
          default -> "https://files.example.com/a.zip?token=x";
        };
    return Target.of(Verb.GET, source, url)
        .name("repository", Location.of(url))
        .name("ref", "main")
        .name("bucket", "data")
        .name("key", "models/m.bin")
        .name("container", "data")
        .name("blob", "models/m.bin")
        .name("account", "acct")
        .build();
  }

  private static Hints load() {
    try {
      return Hints.load();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
