package io.klatch.server;

import io.klatch.server.realtime.TextFrames;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A plain WebSocket, as a page of the second source system opens one.
final class PlainWire implements AutoCloseable {
  private static final long WAIT_SECONDS = 20;

  private final LinkedBlockingQueue<String> incoming = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  /// @param protocols none, or the one that is agreed on and others
  PlainWire(HttpClient http, int port, String pathAndQuery, String... protocols) {
    var builder = http.newWebSocketBuilder();
    if (protocols.length > 0) {
      var others = new String[protocols.length - 1];
      System.arraycopy(protocols, 1, others, 0, others.length);
      builder.subprotocols(protocols[0], others);
    }
    var uri = URI.create("ws://127.0.0.1:" + port + pathAndQuery);
    socket = builder.buildAsync(uri, new TextFrames(incoming)).join();
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
        throw new AssertionError("nothing came");
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
      if (text.startsWith(TextFrames.CLOSED)) {
        return text.substring(TextFrames.CLOSED.length());
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
}
