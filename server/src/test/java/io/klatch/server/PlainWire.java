package io.klatch.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A plain WebSocket, as a page of the second source system opens one.
final class PlainWire implements AutoCloseable {
  private static final long WAIT_SECONDS = 20;

  private final LinkedBlockingQueue<String> incoming = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private volatile String closed = "";

  /// @param protocols none, or the one that is agreed on and others
  PlainWire(HttpClient http, int port, String pathAndQuery, String... protocols) {
    var builder = http.newWebSocketBuilder();
    if (protocols.length > 0) {
      var others = new String[protocols.length - 1];
      System.arraycopy(protocols, 1, others, 0, others.length);
      builder.subprotocols(protocols[0], others);
    }
    var uri = URI.create("ws://127.0.0.1:" + port + pathAndQuery);
    socket = builder.buildAsync(uri, new Collector()).join();
  }

  String protocol() {
    return socket.getSubprotocol();
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  /// Sends a frame and reads up to the one of that type.
  JsonNode ask(String frame, String type) {
    send(frame);
    return until(type);
  }

  JsonNode until(String type) {
    while (true) {
      var frame = RoomClient.json(take());
      if (frame.get("type").stringValue().equals(type)) {
        return frame;
      }
    }
  }

  String take() {
    try {
      var text = incoming.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("nothing came; closed: " + closed);
      }
      return text;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The status and reason with which the server closed.
  String untilClosed() {
    while (true) {
      var text = take();
      if (text.startsWith("closed ")) {
        return text.substring("closed ".length());
      }
    }
  }

  /// Loses the connection, as a phone in a tunnel does.
  void drop() {
    socket.abort();
  }

  @Override
  public void close() {
    drop();
  }

  /// Called by one thread at a time.
  private final class Collector implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();

    @Override
    public void onOpen(WebSocket webSocket) {
      webSocket.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        incoming.add(partial.toString());
        partial.setLength(0);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
      closed = status + " " + reason;
      incoming.add("closed " + closed);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed = String.valueOf(error);
    }
  }
}
