package io.klatch.socketio;

import io.klatch.socketio.engine.EngineMessage;
import io.klatch.socketio.engine.Handshake;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How Socket.IO packets are written; server and client must agree.
public enum Parser {
  /// A text, followed by its attachments: what stock clients speak.
  JSON {
    @Override
    EngineMessage ack(String namespace, long ackId, Object... args) {
      return Wire.ack(namespace, ackId, args);
    }

    @Override
    EngineMessage connect(String namespace, String sid, @Nullable String pid) {
      return Wire.connect(namespace, sid, pid);
    }

    @Override
    EngineMessage connectError(String namespace, String message, @Nullable Object data) {
      return Wire.connectError(namespace, message, data);
    }

    @Override
    EngineMessage disconnect(String namespace) {
      return Wire.disconnect(namespace);
    }
  },

  /// One binary message with everything in it, as `socket.io-msgpack-parser` has it.
  MSGPACK {
    @Override
    EngineMessage ack(String namespace, long ackId, Object... args) {
      return MsgpackWire.ack(namespace, ackId, args);
    }

    @Override
    EngineMessage connect(String namespace, String sid, @Nullable String pid) {
      return MsgpackWire.connect(namespace, sid, pid);
    }

    @Override
    EngineMessage connectError(String namespace, String message, @Nullable Object data) {
      return MsgpackWire.connectError(namespace, message, data);
    }

    @Override
    EngineMessage disconnect(String namespace) {
      return MsgpackWire.disconnect(namespace);
    }
  };

  private static final String QUERY = "parser";

  abstract EngineMessage ack(String namespace, long ackId, Object... args);

  abstract EngineMessage connect(String namespace, String sid, @Nullable String pid);

  abstract EngineMessage connectError(String namespace, String message, @Nullable Object data);

  abstract EngineMessage disconnect(String namespace);

  /// What a client asks for with `parser=json` or `parser=msgpack` in its query, else `usual`.
  static Parser of(Handshake handshake, Parser usual) {
    if (!handshake.uri().contains(QUERY)) {
      return usual;
    }
    var asked = handshake.queryValue(QUERY);
    for (var parser : values()) {
      if (parser.name().toLowerCase(Locale.ROOT).equals(asked)) {
        return parser;
      }
    }
    return usual;
  }
}
