package io.runwhy.extension.emit;

/** Where events go. Never waits, never throws. */
public interface EventSink {
  void emit(Event event);
}
