package io.runwhy.bridge.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.model.LogTail.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailBuilderTest {
  private static final LogsConfig SMALL = new LogsConfig(LogsConfig.Policy.ABNORMAL, 3, 100, 20);

  @Test
  void theEndIsKeptWithinTheLines() throws IOException {
    TailBuilder.Tail tail = read("1\n2\n3\n4\n5\n", false);

    assertThat(texts(tail)).containsExactly("3", "4", "5");
    assertThat(tail.truncated()).isTrue();
  }

  @Test
  void theEndIsKeptWithinTheBytes() throws IOException {
    LogsConfig config = new LogsConfig(LogsConfig.Policy.ABNORMAL, 500, 10, 20);
    TailBuilder.Tail tail =
        new TailBuilder(config)
            .read(stream("aaaa\nbbbb\ncccc\n".getBytes(StandardCharsets.UTF_8)), false);

    assertThat(texts(tail)).containsExactly("bbbb", "cccc");
  }

  @Test
  void timesAreThoseOfTheSource() throws IOException {
    TailBuilder.Tail tail = read("2026-11-25T05:16:02.123456789Z up\nno time here\n", true);

    assertThat(tail.lines())
        .containsExactly(
            new Line(Instant.parse("2026-11-25T05:16:02.123456789Z"), "up"),
            new Line(null, "no time here"));
    assertThat(tail.truncated()).isFalse();
  }

  @Test
  void aLongLineKeepsItsBeginningAndSaysThatItWasCut() throws IOException {
    assertThat(texts(read("x".repeat(50) + "\n", false)))
        .containsExactly("x".repeat(20) + TailBuilder.CUT);
  }

  @Test
  void aProgressBarIsShownAsAPersonSawItLast() throws IOException {
    assertThat(texts(read("10%\r50%\r100%\r\n\u001B[31mred\u001B[0m\n", false)))
        .containsExactly("100%", "red");
  }

  @Test
  void invalidUtf8AndControlCharactersDoNoHarm() throws IOException {
    byte[] bytes = {'a', (byte) 0xFF, (byte) 0xFE, 'b', 7, '\n'};

    assertThat(texts(new TailBuilder(SMALL).read(stream(bytes), false)))
        .containsExactly("a\uFFFD\uFFFDb");
  }

  @Test
  void theLastLineNeedsNoEnd() throws IOException {
    assertThat(texts(read("one\ntwo", false))).containsExactly("one", "two");
  }

  @Test
  void anEmptyLogHasNoLines() throws IOException {
    assertThat(read("", true).lines()).isEmpty();
  }

  @Test
  void secretsAreRedacted() throws IOException {
    assertThat(texts(read("password=hunter2\n", false))).containsExactly("password=[redacted]");
  }

  private static TailBuilder.Tail read(String text, boolean timestamps) throws IOException {
    LogsConfig config = timestamps ? LogsConfig.DEFAULT : SMALL;
    return new TailBuilder(config).read(stream(text.getBytes(StandardCharsets.UTF_8)), timestamps);
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static List<String> texts(TailBuilder.Tail tail) {
    return tail.lines().stream().map(Line::text).toList();
  }
}
