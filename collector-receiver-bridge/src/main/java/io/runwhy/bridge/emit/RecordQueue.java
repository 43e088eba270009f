package io.runwhy.bridge.emit;

import java.util.List;

/**
 * Records that wait to be exported, in order. In memory today; a queue on disk takes the same
 * place.
 *
 * @param <T> log records or spans
 */
interface RecordQueue<T> {
  /** Takes a record, or refuses it because the queue is full. Never blocks. */
  boolean offer(T record);

  /**
   * The oldest records, at most {@code limit}; they stay until {@link #remove}. Waits up to {@code
   * millis} for the first.
   */
  List<T> peek(int limit, long millis) throws InterruptedException;

  /** Forgets the oldest {@code count} records: they have been exported or given up. */
  void remove(int count);

  int size();

  int capacity();
}
