package io.runwhy.extension.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {
  private static final String FIELDS =
      " S 6 7 7 0 -1 4194560 9000 500 0 0 11 12 13 14 20 0 15 0 16 17 18 18446744073709551615 1 1"
          + " 19 0 0";

  private final SmallFile file = new SmallFile();
  private final ProcStat stat = new ProcStat();

  private boolean parse(String text) {
    file.set(text.getBytes(StandardCharsets.UTF_8));
    return stat.parse(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "", ") (", "a) R 1 2 3", "x\n7 (y) Z 9", "ä)", "(((", ") ) )"})
  void theFieldsAreThoseBehindTheNameWhateverItHolds(String name) {
    assertThat(parse("5 (" + name + ")" + FIELDS)).isTrue();
    assertThat(stat.pid()).isEqualTo(5);
    assertThat(stat.parent()).isEqualTo(6);
    assertThat(stat.user()).isEqualTo(11);
    assertThat(stat.system()).isEqualTo(12);
    assertThat(stat.reapedUser()).isEqualTo(13);
    assertThat(stat.reapedSystem()).isEqualTo(14);
    assertThat(stat.threads()).isEqualTo(15);
    assertThat(stat.start()).isEqualTo(16);
    assertThat(stat.virtual()).isEqualTo(17);
    assertThat(stat.resident()).isEqualTo(18);
    assertThat(stat.isCopyOf(19)).isTrue();
    assertThat(stat.isCopyOf(20)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5 (java)",
        "5 java S 1",
        "-5 (java) S 6 7 7 0 -1 0 0 0 0 0 11 12 13 14 20 0 15 0 16 17 18",
        "5 (java) S 6 7 7 0 -1 0 0 0 0 0 11 -12 13 14 20 0 15 0 16 17 18",
        "5 (java) S 6 7 7 0 -1 0 0 0 0 0 NaN 12 13 14 20 0 15 0 16 17 18",
        "5 (java) S 6 7 7 0 -1 0 0 0 0 0 11 12 13 14 20 0 15 0 16 17",
        "5 (java) S 6 7 7 0 -1 0 0 0 0 0 11 12 13 14 20 0 15 0 16 17 9223372036854775807",
        "5 (java) S 6 7 7 0 -1 0 0 0 0 0 11 12 13 14 20 0 15 0 16 99999999999999999999 18"
      })
  void whatIsNotSuchAFileIsRefused(String text) {
    assertThat(parse(text)).isFalse();
  }

  @Test
  void noContentHoweverDamagedGivesANegativeValueOrAnError() {
    Random random = new Random(7);
    byte[] good = ("5 (java)" + FIELDS).getBytes(StandardCharsets.UTF_8);
    int taken = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = java.util.Arrays.copyOf(good, random.nextInt(good.length + 20));
      for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      file.set(bytes);
      if (stat.parse(file)) {
        taken++;
        assertThat(
                Math.min(
                    Math.min(stat.user(), stat.system()),
                    Math.min(stat.virtual(), stat.resident())))
            .isNotNegative();
      }
    }
    assertThat(taken).isBetween(1_000, 99_000);
  }

  @Test
  void aNumberIsADecimalOneUpToTheLargest() {
    Random random = new Random(8);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >>> random.nextInt(63);
      file.set((" \t" + value + "\n").getBytes(StandardCharsets.UTF_8));
      assertThat(file.number()).isEqualTo(value < 0 ? SmallFile.ABSENT : value);
    }
    for (String none : new String[] {"", "max", "1.5", "+1", "9223372036854775808", "0x10"}) {
      file.set(none.getBytes(StandardCharsets.UTF_8));
      assertThat(file.number()).as(none).isEqualTo(SmallFile.ABSENT);
    }
    file.set("9223372036854775807".getBytes(StandardCharsets.UTF_8));
    assertThat(file.number()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"20.50 3.0,20.5", "7,7", "0.05,0.05", "x,-1", "1.2.3,-1", "-1.0,-1"})
  void aNumberMayHaveAPoint(String text, double value) {
    file.set(text.getBytes(StandardCharsets.UTF_8));
    assertThat(file.decimal()).isEqualTo(value);
  }
}
