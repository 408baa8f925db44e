package io.klatch.socketio.corpus;

import java.util.List;

/// One malformed input and what must become of it.
///
/// @param id `h-` requests, `w-` WebSocket handshakes and frames, `e-` Engine.IO packets, `s-`
///   Socket.IO packets as JSON, `m-` as msgpack
/// @param about the advisory, specification or suite it comes from
/// @param polling the outcome over polling, or `–` where there is none
/// @param webSocket the outcome over a WebSocket, or `–`
record Case(String id, String about, Input input, String polling, String webSocket) {
  static final String NONE = "–";
  static final String REFUSED_POST = "400 code 3, closed";
  static final String REFUSED_FRAME = "closed 1005";
  static final String IGNORED = "ignored";

  /// What is sent.
  sealed interface Input {}

  /// Packets in an open session.
  ///
  /// @param joined after the client has connected to the namespace `/`
  /// @param packets texts, and bytes as `byte[]`
  record Packets(boolean joined, List<Object> packets) implements Input {}

  /// A packet in an open session whose parser is msgpack: bytes, or a text.
  record Msgpack(boolean joined, Object packet) implements Input {}

  /// A request as it stands; `{sid}` is a session that polls.
  record Request(String head, String body) implements Input {}

  /// A request for a WebSocket with these headers more, and what follows it at once.
  record Upgrade(String query, List<String> headers, String after) implements Input {}

  /// Bytes on an open WebSocket.
  record Frames(byte[] bytes) implements Input {}

  /// Refused where it comes before the client has connected.
  static Case before(String id, String about, Object... packets) {
    return refused(id, about, false, packets);
  }

  /// Refused where it comes after the client has connected.
  static Case joined(String id, String about, Object... packets) {
    return refused(id, about, true, packets);
  }

  private static Case refused(String id, String about, boolean joined, Object... packets) {
    var input = new Packets(joined, List.of(packets));
    return new Case(id, about, input, REFUSED_POST, REFUSED_FRAME);
  }

  /// Means nothing, and harms nobody.
  Case ignored() {
    return becomes(IGNORED, IGNORED);
  }

  /// Gets as many packets for an answer.
  Case answered(int packets) {
    return becomes("answered " + packets, "answered " + packets);
  }

  Case becomes(String overPolling, String overWebSocket) {
    return new Case(id, about, input, overPolling, overWebSocket);
  }

  static Case request(String id, String about, String outcome, String head, String body) {
    return new Case(id, about, new Request(head, body), outcome, NONE);
  }

  static Case get(String id, String about, String outcome, String target, String... headers) {
    var more = headers.length == 0 ? "" : "\r\n" + String.join("\r\n", headers);
    return request(id, about, outcome, "GET " + target + " HTTP/1.1\r\nHost: test" + more, "");
  }

  static Case post(String id, String about, String outcome, String body, String... headers) {
    var head = "POST " + RequestCases.SESSION + " HTTP/1.1\r\nHost: test\r\n";
    return request(id, about, outcome, head + String.join("\r\n", headers), body);
  }

  static Case upgrade(String id, String about, String outcome, String query, String... headers) {
    return new Case(id, about, new Upgrade(query, List.of(headers), ""), NONE, outcome);
  }

  static Case frames(String id, String about, int status, byte[] bytes) {
    return new Case(id, about, new Frames(bytes), NONE, "closed " + status);
  }
}
