package io.klatch.socketio.corpus;

import static io.klatch.socketio.corpus.Case.frames;

import io.klatch.socketio.wire.WsClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Bytes on an open WebSocket that are no frames, or not in that place. The masks are zero.
final class FrameCases {
  private FrameCases() {}

  static final List<Case> ALL =
      List.of(
          frame("w-unmasked", "RFC 6455 5.1", 1002, "8102 3478"),
          frame("w-rsv1", "RFC 6455 5.2", 1002, "c182 00000000 3478"),
          frame("w-rsv2", "RFC 6455 5.2", 1002, "a182 00000000 3478"),
          frame("w-rsv23", "RFC 6455 5.2", 1002, "b182 00000000 3478"),
          frame("w-opcode-3", "RFC 6455 5.2", 1002, "8382 00000000 3478"),
          frame("w-opcode-7", "RFC 6455 5.2", 1002, "8782 00000000 3478"),
          frame("w-opcode-11", "RFC 6455 5.2", 1002, "8b80 00000000"),
          frame("w-opcode-15", "RFC 6455 5.2", 1002, "8f80 00000000"),
          frame("w-continuation-first", "RFC 6455 5.4", 1002, "8082 00000000 3478"),
          frame(
              "w-text-in-fragments", "RFC 6455 5.4", 1002, "0182 00000000 3478 8182 00000000 3478"),
          frame("w-binary-in-text", "RFC 6455 5.4", 1002, "0182 00000000 3478 8282 00000000 3478"),
          frame("w-frag-control", "RFC 6455 5.5", 1002, "0980 00000000"),
          frame("w-frag-close", "RFC 6455 5.5", 1002, "0880 00000000"),
          frame("w-ping-126", "RFC 6455 5.5", 1002, "89fe007e 00000000" + "00".repeat(126)),
          frame("w-pong-127", "RFC 6455 5.5", 1002, "8aff000000000000007f 00000000"),
          frame("w-bad-utf8", "RFC 6455 8.1", 1007, "8183 00000000 34c328"),
          frame("w-bad-utf8-surrogate", "RFC 6455 8.1", 1007, "8184 00000000 34eda080"),
          frame("w-bad-utf8-overlong", "RFC 6455 8.1", 1007, "8183 00000000 34c0af"),
          frame("w-bad-utf8-beyond", "RFC 6455 8.1", 1007, "8185 00000000 34f4908080"),
          frame("w-bad-utf8-cut", "RFC 6455 8.1", 1007, "8183 00000000 34e282"),
          frame(
              "w-bad-utf8-in-fragments",
              "RFC 6455 8.1",
              1007,
              "0182 00000000 34c3 8081 00000000 28"),
          frame("w-len-2e63", "RFC 6455 5.2", 1002, "82ff8000000000000000 00000000"),
          frame("w-len-2e62", "1009", 1009, "82ff4000000000000000 00000000"),
          frame("w-len-1e6+1", "CVE-2016-10542", 1009, "82ff00000000000f4241 00000000"),
          frame("w-len-text-1e6+1", "CVE-2016-10542", 1009, "81ff00000000000f4241 00000000"),
          frame("w-close-1byte", "RFC 6455 5.5.1", 1002, "8881 00000000 03"),
          frame("w-close-1005", "RFC 6455 7.4.1", 1002, "8882 00000000 03ed"),
          frame("w-close-1006", "RFC 6455 7.4.1", 1002, "8882 00000000 03ee"),
          frame("w-close-999", "RFC 6455 7.4.2", 1002, "8882 00000000 03e7"),
          frame("w-close-0", "RFC 6455 7.4.2", 1002, "8882 00000000 0000"),
          frame("w-close-bad-utf8", "RFC 6455 5.5.1", 1007, "8884 00000000 03e8c328"),
          frames("w-fragments-20k", "CVE-2026-48779", 1008, fragments(20_000, 0)),
          frames("w-fragments-1-byte-20k", "CVE-2026-48779", 1008, fragments(20_000, 1)),
          frames("w-fragments-too-large", "1009", 1009, tooLarge()),
          frame("w-empty-text", "Engine.IO 4", WsClient.NO_STATUS, "8180 00000000"));

  private static Case frame(String id, String about, int status, String hex) {
    return frames(id, about, status, HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static byte[] fragments(int count, int size) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      var opcode = i == 0 ? WsClient.TEXT : WsClient.CONTINUATION;
      bytes.writeBytes(WsClient.frame(opcode, "4".repeat(size).getBytes(StandardCharsets.UTF_8)));
    }
    return bytes.toByteArray();
  }

  private static byte[] tooLarge() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(WsClient.frame(WsClient.BINARY, new byte[600_000]));
    bytes.writeBytes(WsClient.frame(WsClient.FIN, new byte[600_000]));
    return bytes.toByteArray();
  }
}
