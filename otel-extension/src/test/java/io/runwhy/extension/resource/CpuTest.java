package io.runwhy.extension.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void coresAreTheTimeUsedOverTheTimePassed() {
    Cpu cpu = new Cpu(0, 0);
    cpu.read(1, 2 * SECOND);
    assertThat(cpu.cores()).isEqualTo(0.5);
    cpu.read(7, 5 * SECOND);
    assertThat(cpu.cores()).isEqualTo(2);
    cpu.read(7, 6 * SECOND);
    assertThat(cpu.cores()).isZero();
    assertThat(cpu.peak()).isEqualTo(2);
  }

  @Test
  void twoReadingsCloseTogetherTellNoCores() {
    Cpu cpu = new Cpu(0, 0);
    cpu.read(1, SECOND);
    cpu.read(1.01, SECOND + 1_000_000);
    assertThat(cpu.cores()).isEqualTo(1);
    assertThat(cpu.peak()).isEqualTo(1);
    assertThat(cpu.seconds()).isEqualTo(1.01);
  }

  @Test
  void aFallThatIsMadeGoodIsNotCountedTwice() {
    Cpu cpu = new Cpu(0, 0);
    cpu.read(10, SECOND);
    cpu.read(4, 2 * SECOND);
    assertThat(cpu.seconds()).isEqualTo(10);
    cpu.read(11, 3 * SECOND);
    assertThat(cpu.seconds()).isEqualTo(11);
  }

  @Test
  void afterAFallThatStaysTheClockGoesOn() {
    Cpu cpu = new Cpu(0, 0);
    cpu.read(10, SECOND);
    cpu.read(0, 2 * SECOND);
    cpu.read(1, 3 * SECOND);
    assertThat(cpu.seconds()).isEqualTo(10);
    cpu.read(3, 4 * SECOND);
    assertThat(cpu.seconds()).isEqualTo(12);
    assertThat(cpu.cores()).isEqualTo(2);
  }

  @Test
  void noReadingChangesNothing() {
    Cpu cpu = new Cpu(0, 0);
    cpu.read(1, SECOND);
    cpu.read(Double.NaN, 2 * SECOND);
    assertThat(cpu.seconds()).isEqualTo(1);
  }

  @Test
  void aClockThatBeganBeforeTellsCoresFromItsSecondReading() {
    Cpu cpu = new Cpu(Double.NaN, 0);
    cpu.read(500, SECOND);
    assertThat(cpu.cores()).isNaN();
    cpu.read(501, 3 * SECOND);
    assertThat(cpu.cores()).isEqualTo(0.5);
  }
}
