package io.klatch.socketio.corpus;

import static io.klatch.socketio.corpus.Case.get;
import static io.klatch.socketio.corpus.Case.post;
import static io.klatch.socketio.corpus.Case.request;
import static io.klatch.socketio.corpus.Case.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Requests that poll, and those that ask for a WebSocket.
final class RequestCases {
  static final String SESSION = "/socket.io/?EIO=4&transport=polling&sid={sid}";

  private static final String PATH = "/socket.io/";
  private static final String HANDSHAKE = PATH + "?EIO=4&transport=polling";
  private static final String WEBSOCKET = "EIO=4&transport=websocket";
  private static final String HOST = " HTTP/1.1\r\nHost: test";
  private static final String TRANSPORT = "400 code 0, open";
  private static final String UNKNOWN = "400 code 1, open";
  private static final String METHOD = "400 code 2, open";
  private static final String BAD = "400 code 3, open";
  private static final String VERSION = "400 code 5, open";

  private RequestCases() {}

  static final List<Case> QUERIES =
      List.of(
          get(
              "h-transport-proto",
              "CVE-2023-31125",
              TRANSPORT,
              PATH + "?EIO=4&transport=__proto__"),
          get(
              "h-transport-constructor",
              "CVE-2023-31125",
              TRANSPORT,
              PATH + "?EIO=4&transport=constructor"),
          get("h-transport-missing", "code 0", TRANSPORT, PATH + "?EIO=4"),
          get(
              "h-transport-webtransport",
              "code 0",
              TRANSPORT,
              PATH + "?EIO=4&transport=webtransport"),
          get("h-transport-upper-case", "code 0", TRANSPORT, PATH + "?EIO=4&transport=POLLING"),
          get("h-transport-ws-plain-get", "code 3", BAD, PATH + "?EIO=4&transport=websocket"),
          get("h-sid-proto", "GHSA-gr94-w7qr-f4j3", UNKNOWN, HANDSHAKE + "&sid=__proto__"),
          get("h-sid-unknown", "code 1", UNKNOWN, HANDSHAKE + "&sid=abc"),
          get("h-sid-empty", "code 1", UNKNOWN, HANDSHAKE + "&sid="),
          get("h-sid-7k", "code 1", UNKNOWN, HANDSHAKE + "&sid=" + "x".repeat(7_000)),
          get("h-sid-nul", "code 1", UNKNOWN, HANDSHAKE + "&sid=%00"),
          get("h-sid-bad-escape", "code 3", BAD, HANDSHAKE + "&sid=%f"),
          get("h-query-bad-escape", "code 3", BAD, PATH + "?EIO=4&transport=%zz"),
          get("h-query-1000-parameters", "code 5", VERSION, PATH + "?transport=polling" + many()),
          get("h-eio-missing", "code 5", VERSION, PATH + "?transport=polling"),
          get("h-eio-3", "code 5", VERSION, PATH + "?EIO=3&transport=polling"),
          get("h-eio-44", "code 5", VERSION, PATH + "?EIO=44&transport=polling"),
          get("h-jsonp", "a script tag reads around CORS", UNKNOWN, HANDSHAKE + "&j=0&sid=x"),
          get("h-traversal", "client files", "404, open", PATH + "../../etc/passwd"),
          get("h-traversal-coded", "client files", "404, open", PATH + "%2e%2e/%2e%2e/etc/passwd"),
          get("h-path-bad-escape", "not ours", "404, open", PATH + "%zz"),
          get(
              "h-foreign-origin",
              "CSWSH",
              "403 code 4, open",
              HANDSHAKE,
              "Origin: http://evil.test"));

  static final List<Case> METHODS =
      List.of(
          request("h-post-no-sid", "code 2", METHOD, "POST " + HANDSHAKE + HOST, "40"),
          request("h-put", "code 2; node: 500", METHOD, "PUT " + SESSION + HOST, "40"),
          request("h-delete", "code 2", METHOD, "DELETE " + SESSION + HOST, ""),
          request("h-patch", "code 2", METHOD, "PATCH " + SESSION + HOST, "40"),
          request("h-trace", "code 2", METHOD, "TRACE " + HANDSHAKE + HOST, ""),
          request("h-method-unknown", "code 2", METHOD, "BREW " + HANDSHAKE + HOST, ""),
          request("h-connect", "RFC 9110", "404, open", "CONNECT test:443" + HOST, ""));

  static final List<Case> HEADERS =
      List.of(
          get(
              "h-bad-origin",
              "control character",
              "400, cut",
              HANDSHAKE,
              "Origin: http://a\u0001b"),
          get("h-length-negative", "RFC 9112", "400, cut", HANDSHAKE, "Content-Length: -1"),
          get("h-length-text", "RFC 9112", "400, cut", HANDSHAKE, "Content-Length: x"),
          get("h-length-twice", "request smuggling", "400, cut", HANDSHAKE, "Content-Length: 1, 2"),
          get(
              "h-length-and-chunked",
              "request smuggling",
              "400, cut",
              HANDSHAKE,
              "Content-Length: 5",
              "Transfer-Encoding: chunked"),
          get("h-chunked-bad-size", "request smuggling", "400, cut", HANDSHAKE, chunk("zz")),
          get("h-chunked-negative", "request smuggling", "400, cut", HANDSHAKE, chunk("-5")),
          get("h-no-colon", "RFC 9112", "400, cut", HANDSHAKE, "Origin"),
          get("h-space-before-colon", "request smuggling", "400, cut", HANDSHAKE, "Origin : x"),
          get("h-header-nul", "RFC 9110", "400, cut", HANDSHAKE, "X: a\u0000b"),
          get("h-header-17k", "16 KB", "431, cut", HANDSHAKE, "X: " + "x".repeat(17_000)),
          get(
              "h-encoding-blanks",
              "a pattern that backtracks",
              "200, open",
              HANDSHAKE,
              "Accept-Encoding: gzip" + " ".repeat(15_000) + "x"),
          get("h-line-9k", "8 KB", "414, cut", HANDSHAKE + "&x=" + "x".repeat(9_000)),
          request("h-tls-on-plain-port", "no HTTP", "400, cut", "\u0016\u0003\u0001\u0002", ""),
          request("h-version-9", "RFC 9112", "400, cut", "GET " + HANDSHAKE + " HTTP/9.x", ""),
          get(
              "h-h2c-upgrade",
              "CVE-2022-41940",
              "200, open",
              HANDSHAKE,
              "Connection: Upgrade",
              "Upgrade: h2c"));

  static final List<Case> BODIES =
      List.of(
          post(
              "h-octet-stream",
              "CVE-2026-59725",
              BAD,
              "4x",
              "Content-Type: application/octet-stream"),
          post("h-too-large", "CVE-2020-36048", "413, open", "4" + "x".repeat(1_000_000)),
          post("h-bad-packet", "suite; node: 200", BAD, "abc"),
          post("h-empty-body", "node: 200", BAD, ""),
          post("h-separators-100k", "node: 200", BAD, "\u001e".repeat(100_000)),
          post("h-separator-last", "Engine.IO 4", BAD, "3\u001e"),
          post("h-separator-first", "Engine.IO 4", BAD, "\u001e3"),
          post(
              "h-tiny-packets-300k", "amplification", "200, open", "3\u001e".repeat(300_000) + "3"),
          post("h-tiny-messages-300k", "amplification", BAD, "4\u001e".repeat(300_000) + "4"),
          post("h-bad-base64", "node: 200", BAD, "b!!!!"),
          post("h-base64-cut", "Engine.IO 4", BAD, "bA"),
          post("h-base64-padding-inside", "Engine.IO 4", BAD, "bAA==AA=="),
          post("h-base64-of-no-packet", "attachment of no packet", BAD, "bAQID"),
          post("h-last-packet-bad", "none of them counts", BAD, "40\u001e9"),
          post("h-eio3-payload", "EIO 3", BAD, "2:40"),
          post("h-bad-utf8-replaced", "no JSON", BAD, "42[\"\ufffd"));

  static final List<Case> UPGRADES =
      List.of(
          upgrade(
              "h-eio3-on-v4-session",
              "6.6.11",
              "400 code 5, cut",
              "EIO=3&transport=websocket&sid={sid}"),
          upgrade(
              "w-transport-proto",
              "CVE-2023-31125",
              "400 code 0, cut",
              "EIO=4&transport=__proto__"),
          upgrade("w-transport-polling", "code 3", "400 code 3, cut", "EIO=4&transport=polling"),
          upgrade("w-sid-unknown", "code 1", "400 code 1, cut", WEBSOCKET + "&sid=nobody"),
          upgrade("w-eio-missing", "code 5", "400 code 5, cut", "transport=websocket"),
          upgrade(
              "w-foreign-origin",
              "CSWSH",
              "403 code 4, cut",
              WEBSOCKET,
              "Origin: http://evil.test"),
          upgrade("w-origin-null", "CSWSH", "403 code 4, cut", WEBSOCKET, "Origin: null"),
          upgrade(
              "w-ext-constructor",
              "GHSA-5v72-xg48-5rpm",
              "101, open",
              WEBSOCKET,
              extension("constructor")),
          upgrade(
              "w-ext-proto", "GHSA-5v72-xg48-5rpm", "101, open", WEBSOCKET, extension("__proto__")),
          upgrade("w-ext-garbage", "ws 2017", "101, open", WEBSOCKET, extension(";;,=\"")),
          upgrade(
              "w-protocol-redos",
              "CVE-2021-32640",
              "101, open",
              WEBSOCKET,
              "Sec-WebSocket-Protocol: a" + " ".repeat(8_000) + "b"),
          upgrade(
              "w-protocol-comma",
              "CVE-2021-32640",
              "101, open",
              WEBSOCKET,
              "Sec-WebSocket-Protocol: ,"),
          upgrade("w-1000-headers", "CVE-2024-37890", "431, cut", WEBSOCKET, thousandHeaders()),
          upgrade(
              "w-version-8", "RFC 6455", "400 code 3, cut", WEBSOCKET, "Sec-WebSocket-Version: 8"),
          upgrade("w-key-missing", "RFC 6455", "400 code 3, cut", WEBSOCKET, "Sec-WebSocket-Key:"),
          upgrade(
              "w-key-short", "RFC 6455", "400 code 3, cut", WEBSOCKET, "Sec-WebSocket-Key: eA=="),
          upgrade(
              "w-key-no-base64", "RFC 6455", "400 code 3, cut", WEBSOCKET, "Sec-WebSocket-Key: !"),
          garbage("w-garbage-after-upgrade", "\u00ff".repeat(100)),
          garbage("w-request-after-upgrade", "GET / HTTP/1.1\r\n\r\n"));

  static List<Case> all() {
    var all = new ArrayList<Case>();
    List.of(QUERIES, METHODS, HEADERS, BODIES, UPGRADES).forEach(all::addAll);
    return all;
  }

  private static Case garbage(String id, String bytes) {
    var input = new Case.Upgrade(WEBSOCKET, List.of(), bytes);
    return new Case(id, "CVE-2022-21676", input, Case.NONE, "cut");
  }

  private static String extension(String name) {
    return "Sec-WebSocket-Extensions: " + name;
  }

  private static String chunk(String size) {
    return "Transfer-Encoding: chunked\r\n\r\n" + size;
  }

  private static String many() {
    return "&x=1".repeat(1_000);
  }

  private static String[] thousandHeaders() {
    return IntStream.range(0, 1_001)
        .mapToObj(i -> "X" + i + ": " + "y".repeat(20))
        .toArray(String[]::new);
  }
}
