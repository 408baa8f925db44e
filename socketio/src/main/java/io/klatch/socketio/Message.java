package io.klatch.socketio;

import io.klatch.socketio.engine.EngineMessage;
import java.util.List;

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

  /// The same without what it was encoded from, to be kept.
  Message encodedOnly() {
    return new Message(new Outgoing(event.event(), List.of()), wire);
  }

  EngineMessage wire() {
    return wire;
  }

  /// Bytes of the text packet and all attachments.
  public int bytes() {
    return wire.bytes();
  }
}
