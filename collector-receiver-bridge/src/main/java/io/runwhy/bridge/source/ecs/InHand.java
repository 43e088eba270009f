package io.runwhy.bridge.source.ecs;

import java.time.Instant;

/** A message that was received and not yet deleted or left. */
final class InHand {
  private final String id;
  private final String receipt;
  private final Instant sent;
  private final Instant received;
  private volatile Instant hiddenUntil;
  private volatile boolean handled;

  InHand(String id, String receipt, Instant sent, Instant received, Instant hiddenUntil) {
    this.id = id;
    this.receipt = receipt;
    this.sent = sent;
    this.received = received;
    this.hiddenUntil = hiddenUntil;
  }

  String id() {
    return id;
  }

  /** What SQS wants to hear to delete or hide this receive of the message. */
  String receipt() {
    return receipt;
  }

  Instant sent() {
    return sent;
  }

  Instant received() {
    return received;
  }

  Instant hiddenUntil() {
    return hiddenUntil;
  }

  void hide(Instant until) {
    hiddenUntil = until;
  }

  /** Whether what it tells is safely on its way: it only waits to be deleted. */
  boolean isHandled() {
    return handled;
  }

  void setHandled() {
    handled = true;
  }
}
