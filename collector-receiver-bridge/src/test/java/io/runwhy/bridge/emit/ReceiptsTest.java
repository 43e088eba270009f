package io.runwhy.bridge.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
  private final Receipts receipts = new Receipts();
  private final List<String> done = new ArrayList<>();

  @Test
  void nothingQueuedIsDoneAtOnce() {
    receipts.await(0, 0, () -> done.add("a"));

    assertThat(done).containsExactly("a");
  }

  @Test
  void aReceiptComesWhenLogsAndSpansHaveLeft() {
    receipts.await(3, 1, () -> done.add("a"));
    receipts.logsLeft(3);
    assertThat(done).isEmpty();

    receipts.spansLeft(1);
    assertThat(done).containsExactly("a");
  }

  @Test
  void receiptsComeInOrderAndNoneOvertakes() {
    receipts.await(5, 0, () -> done.add("a"));
    receipts.await(5, 0, () -> done.add("b"));
    receipts.await(9, 2, () -> done.add("c"));
    receipts.logsLeft(6);
    assertThat(done).containsExactly("a", "b");

    receipts.spansLeft(4);
    receipts.logsLeft(9);
    assertThat(done).containsExactly("a", "b", "c");
  }
}
