package io.runwhy.extension.emit;

import io.runwhy.extension.emit.spool.Receipt;
import org.checkerframework.checker.nullness.qual.Nullable;

/** An event on its way. */
final class Waiting {
  final Event event;
  final LogRecords records;
  private @Nullable Receipt receipt;

  /**
   * @param records of the process that it is of
   */
  Waiting(Event event, LogRecords records) {
    this.event = event;
    this.records = records;
  }

  Waiting kept(@Nullable Receipt by) {
    receipt = by;
    return this;
  }

  /** Whether it is in the spool. */
  boolean isKept() {
    return receipt != null;
  }

  /** Delivered or given up. */
  void done() {
    if (receipt != null) {
      receipt.done();
    }
  }
}
