package io.runwhy.bridge.emit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A bounded queue in memory; what is in it is lost with the process. */
final class MemoryQueue<T> implements RecordQueue<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Deque<T> records = new ArrayDeque<>();
  private final int capacity;

  MemoryQueue(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public boolean offer(T record) {
    lock.lock();
    try {
      if (records.size() >= capacity) {
        return false;
      }
      records.addLast(record);
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<T> peek(int limit, long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (records.isEmpty() && left > 0) {
        left = filled.awaitNanos(left);
      }
      List<T> first = new ArrayList<>(Math.min(limit, records.size()));
      for (T record : records) {
        if (first.size() == limit) {
          break;
        }
        first.add(record);
      }
      return first;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(int count) {
    lock.lock();
    try {
      for (int i = 0; i < count && !records.isEmpty(); i++) {
        records.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int size() {
    lock.lock();
    try {
      return records.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int capacity() {
    return capacity;
  }
}
