package io.klatch.socketio;

import io.klatch.socketio.engine.EngineMessage;

/// An event of one namespace in wire form, encoded once for any number of receivers.
public final class Message {
  private final Outgoing event;
  private final EngineMessage wire;

  Message(Outgoing event, EngineMessage wire) {
    this.event = event;
    this.wire = wire;
  }

  /// What it was encoded from.
  public Outgoing event() {
    return event;
  }

  EngineMessage wire() {
    return wire;
  }

  /// Bytes of the text packet and all attachments.
  public int bytes() {
    return wire.bytes();
  }
}
