package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The WebSocket extension `permessage-deflate` (RFC 7692), without a dictionary between messages:
/// a (de)compressor lives as long as one message, and the memory for its window with it.
final class Deflation {
  static final String HEADER = "Sec-WebSocket-Extensions";
  static final String AGREED =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  /// The reserved bit that marks a compressed message.
  static final int RSV1 = 4;

  private static final String NAME = "permessage-deflate";

  /// The empty block that ends every message and is left out on the wire.
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private static final int CHUNK = 8_192;

  private Deflation() {}

  /// Thrown for a message that is larger than it may be.
  static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1;

    TooLargeException() {
      super("more than a message may have", null, false, false);
    }
  }

  /// Whether an offer of the client is one we can take up. The JDK's compressor has a window of 15
  /// bits and no other, so an offer that wants a smaller one of us is passed over.
  static boolean isOffered(Visit visit) {
    return isOffered(String.join(",", visit.request().headers().getAll(HEADER)));
  }

  static boolean isOffered(String header) {
    for (var offer : header.split(",", 20)) {
      var parts = offer.toLowerCase(Locale.ROOT).split(";", 10);
      if (parts[0].strip().equals(NAME) && isPossible(parts)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPossible(String[] offer) {
    for (int i = 1; i < offer.length; i++) {
      var parameter = offer[i].strip();
      boolean possible =
          switch (parameter) {
            case "client_no_context_takeover",
                "server_no_context_takeover",
                "client_max_window_bits",
                "server_max_window_bits=15" ->
                true;
            default -> parameter.matches("client_max_window_bits=(8|9|1[0-5])");
          };
      if (!possible) {
        return false;
      }
    }
    return true;
  }

  /// @param out gets a message's compressed payload
  static void deflate(byte[] plain, ByteBuf out) {
    var deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(plain);
      var chunk = new byte[CHUNK];
      int begin = out.writerIndex();
      for (int n = CHUNK; n == CHUNK; ) {
        n = deflater.deflate(chunk, 0, CHUNK, Deflater.SYNC_FLUSH);
        out.writeBytes(chunk, 0, n);
      }
      if (out.writerIndex() - begin >= TAIL.length) {
        out.writerIndex(out.writerIndex() - TAIL.length);
      }
    } finally {
      deflater.end();
    }
  }

  /// @throws TooLargeException as soon as more than `bytesMax` come out
  /// @throws DataFormatException if it was not compressed so
  static void inflate(byte[] compressed, int bytesMax, ByteBuf out)
      throws TooLargeException, DataFormatException {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(compressed);
      drain(inflater, bytesMax, out);
      inflater.setInput(TAIL);
      drain(inflater, bytesMax, out);
    } finally {
      inflater.end();
    }
  }

  private static void drain(Inflater inflater, int bytesMax, ByteBuf out)
      throws TooLargeException, DataFormatException {
    var chunk = new byte[CHUNK];
    while (!inflater.finished()) {
      int n = inflater.inflate(chunk);
      if (n == 0) {
        if (inflater.needsDictionary()) {
          throw new DataFormatException("needs a dictionary");
        }
        return; // All of the input has been taken.
      }
      if (out.readableBytes() + n > bytesMax) {
        throw new TooLargeException();
      }
      out.writeBytes(chunk, 0, n);
    }
  }
}
