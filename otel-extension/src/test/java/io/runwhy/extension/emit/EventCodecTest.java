package io.runwhy.extension.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private static Event event() {
    return Event.of("runwhy.process", 1_700_000_000_123_456_789L)
        .severity(Event.Severity.ERROR)
        .body("ends with 137 – ☠")
        .span("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 255)
        .attribute("text", "ä")
        .attribute("long", 1L << 40)
        .attribute("double", 0.1)
        .attribute("flag", true)
        .attribute("list", List.of("a", "", "c"))
        .build();
  }

  @Test
  void anEventComesBackAsItWas() {
    Event back = EventCodec.decode(EventCodec.encode(event()));
    assertThat(back).usingRecursiveComparison().isEqualTo(event());
    assertThat(RecordId.of(back)).isEqualTo(RecordId.of(event())).matches("[0-9a-f]{32}");
  }

  @Test
  void theLargestEventFitsIntoTheSpoolUnlessItIsAbsurd() {
    Event.Builder builder = Event.of("x", 1).body("ä".repeat(20_000));
    for (int i = 0; i < 70; i++) {
      builder.attribute("key" + i, "x".repeat(3_000));
    }
    assertThat(EventCodec.encode(builder.build()).length).isLessThan(256 << 10);
  }

  @Test
  void everyOtherEventHasAnotherId() {
    Event event = event();
    assertThat(
            List.of(
                RecordId.of(event),
                RecordId.of(event.toBuilder().body("other").build()),
                RecordId.of(event.toBuilder().attribute("more", 1).build()),
                RecordId.of(event.toBuilder().severity(Event.Severity.WARN).build())))
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsCutOrChangedIsNoEventOrAnotherButNeverAnError() {
    byte[] bytes = EventCodec.encode(event());
    for (int i = 0; i < bytes.length; i++) {
      assertThat(EventCodec.decode(java.util.Arrays.copyOf(bytes, i))).isNull();
    }
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      EventCodec.decode(changed);
      EventCodec.decodeAttributes(changed);
    }
  }
}
