package io.klatch.socketio;

import io.klatch.socketio.engine.EngineMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event of one namespace in wire form, encoded once per parser in use.
public final class Message {
  private final Outgoing event;
  private final EngineMessage wire;

  /// Made when the first client asks for it; two threads may both make it, and the same.
  private volatile @Nullable EngineMessage msgpack;

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

  EngineMessage wire(Parser parser) {
    return parser == Parser.JSON ? wire : msgpack();
  }

  EngineMessage msgpack() {
    var encoded = msgpack;
    if (encoded == null) {
      encoded = MsgpackWire.event(wire);
      msgpack = encoded;
    }
    return encoded;
  }

  /// The text packet and its attachments.
  public int packets() {
    return wire.packets();
  }

  /// Bytes of the text packet and all attachments.
  public int bytes() {
    return wire.bytes();
  }
}
