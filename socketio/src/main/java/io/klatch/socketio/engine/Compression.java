package io.klatch.socketio.engine;

/// What is compressed on its way to clients that can take it.
///
/// Every message is compressed by itself, on both transports: no dictionary is kept between two, so
/// an idle connection costs no more, and a broadcast is compressed once for all its receivers.
///
/// @param http whether polling answers are, with gzip or deflate
/// @param webSocket whether `permessage-deflate` is agreed on; off by default as in the reference,
///   because a message that is compressed costs the event loop a multiple of its sending
/// @param bytesMin smaller ones are not worth it
/// @param bytesMax larger ones would hold up the event loop
public record Compression(boolean http, boolean webSocket, int bytesMin, int bytesMax) {
  public Compression {
    EngineLimits.atLeast("bytesMin", bytesMin, 1);
    EngineLimits.atLeast("bytesMax", bytesMax, bytesMin);
  }

  public static Compression defaults() {
    return new Compression(true, false, 1_024, 1_000_000);
  }

  public Compression withWebSocket(boolean on) {
    return new Compression(http, on, bytesMin, bytesMax);
  }

  public Compression withHttp(boolean on) {
    return new Compression(on, webSocket, bytesMin, bytesMax);
  }

  boolean isWorthIt(int bytes) {
    return bytes >= bytesMin && bytes <= bytesMax;
  }
}
