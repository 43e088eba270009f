package io.runwhy.extension.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppliedTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

  private Instant now = START;
  private final Applied applied =
      new Applied(
          new Clock() {
            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  @Test
  void aRepeatedApplyCarriesTheSameStamp() {
    assertThat(applied.traceparent(job("a"), "first")).isEqualTo("first");
    now = now.plus(Applied.MEMORY).minusSeconds(1);
    assertThat(applied.traceparent(job("a"), "second")).isEqualTo("first");
    assertThat(applied.traceparent(job("b"), "third")).isEqualTo("third");
  }

  @Test
  void afterALongTimeTheObjectMayBeAnother() {
    applied.traceparent(job("a"), "first");
    now = now.plus(Applied.MEMORY).plus(Duration.ofSeconds(1));
    assertThat(applied.traceparent(job("a"), "second")).isEqualTo("second");
  }

  @Test
  void theOldestIsForgotten() {
    applied.traceparent(job("a"), "first");
    for (int i = 0; i < Applied.LIMIT; i++) {
      applied.traceparent(job("job" + i), "x");
    }
    assertThat(applied.traceparent(job("a"), "again")).isEqualTo("again");
  }

  @ParameterizedTest
  @CsvSource({
    "1,2026-11-25T10:00:59Z,true",
    "1,2026-11-25T09:59:01Z,true",
    "0,2026-11-25T10:00:00Z,true",
    "'',2026-11-25T10:00:00Z,true",
    "2,2026-11-25T10:00:00Z,false",
    "1,2026-11-25T09:58:59Z,false",
    "1,'',false",
    "1,yesterday,false"
  })
  void theAnswerShowsWhetherTheObjectIsNew(String generation, String created, boolean isNew) {
    Map<String, Object> answer = answer(generation, created);
    assertThat(applied.isNew(answer, START)).isEqualTo(isNew);
    assertThat(applied.isNew(answer, START)).as("told once").isFalse();
  }

  private static Map<String, Object> answer(String generation, String created) {
    return Map.of(
        "metadata", Map.of("uid", "u", "generation", generation, "creationTimestamp", created));
  }

  private static ApiObject job(String name) {
    return ApiObject.of(Map.of("metadata", Map.of("name", name)), Kind.JOB, "jobs");
  }
}
