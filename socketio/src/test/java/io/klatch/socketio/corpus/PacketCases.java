package io.klatch.socketio.corpus;

import static io.klatch.socketio.corpus.Case.before;
import static io.klatch.socketio.corpus.Case.joined;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Engine.IO packets, and the parts of a Socket.IO packet that stand before its JSON.
final class PacketCases {
  static final byte[] BYTES = {1, 2, 3};
  static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":0}";

  private static final String EVENT = "[\"message\"]";
  private static final String BINARY_EVENT = "[\"message\"," + PLACEHOLDER + "]";

  private PacketCases() {}

  static final List<Case> ENGINE =
      List.of(
          before("e-empty-text", "Engine.IO 4", ""),
          before("e-type-9", "Engine.IO 4", "9"),
          before("e-type-letter", "suite", "abc"),
          before("e-type-negative", "Engine.IO 4", "-1"),
          before("e-type-unicode-digit", "Engine.IO 4", "\u0664x"),
          before("e-type-nul", "Engine.IO 4", "\u0000"),
          before("e-client-ping", "invalid heartbeat direction", "2"),
          before("e-probe-without-upgrade", "invalid heartbeat direction", "2probe"),
          before("e-open-from-client", "wrong direction", "0{\"sid\":\"x\"}"),
          before("e-open-proto", "GHSA-gr94-w7qr-f4j3", "0{\"sid\":\"__proto__\"}"),
          before("e-upgrade-when-not-upgrading", "wrong direction", "5"),
          before("e-noop-from-client", "wrong direction", "6"),
          before("e-empty-message", "parser", "4"),
          before("e-pong-nobody-asked-for", "means nothing", "3").ignored(),
          before("e-pong-with-data", "means nothing", "3{\"x\":1}").ignored(),
          before("e-ping-after-good-packets", "nothing of it counts over polling", "40", "2"),
          before("e-eio3-length-prefix", "EIO 3", "2:40"),
          before("e-eio3-base64", "EIO 3", "b4AQID").becomes("400 code 3, closed", "closed 1005"),
          before("e-close-then-more", "after the end", "1", "42[\"message\"]")
              .becomes("200, closed", "closed 1005"));

  static final List<Case> BEFORE_CONNECT =
      List.of(
          before("s-event-before-connect", "Socket.IO 5", "42" + EVENT),
          before("s-ack-before-connect", "Socket.IO 5", "430[]"),
          before("s-disconnect-before-connect", "Socket.IO 5", "41"),
          before("s-binary-first", "parser", BYTES),
          before("s-binary-event-before-connect", "Socket.IO 5", "451-" + BINARY_EVENT, BYTES),
          before("s-connect-array", "parser", "40[]"),
          before("s-connect-string", "parser", "40\"x\""),
          before("s-connect-null", "parser", "40null"),
          before("s-connect-number", "parser", "40 7"),
          before("s-connect-bool", "parser", "40true"),
          before("s-connect-with-ack-id", "Socket.IO 5", "407{}"),
          before("s-connect-truncated", "parser", "40{\"token\":"),
          before("s-connect-trailing", "parser", "40{}{}"),
          before("s-connect-comma-only", "parser", "40,"),
          before("s-connect-proto", "prototype pollution", "40{\"__proto__\":{\"x\":1}}")
              .answered(2),
          before("s-connect-error-before-connect", "wrong direction", "44{\"message\":\"x\"}"),
          before("s-type-unknown", "suite", "4abc"),
          before("s-type-7", "parser", "47"),
          before("s-type-unicode-digit", "parser", "4\u0662[\"message\"]"),
          before("s-recovery-object", "CSR type confusion", "40{\"pid\":{\"x\":1},\"offset\":5}")
              .answered(2),
          before("s-recovery-forged", "CSR", "40{\"pid\":\"forged\",\"offset\":\"forged\"}")
              .answered(2),
          before("s-nsp-unknown", "refused", "40/nowhere,").answered(1),
          before("s-nsp-proto", "prototype pollution", "40/__proto__,").answered(1),
          before("s-nsp-traversal", "names are names", "40/../custom,").answered(1),
          before("s-nsp-no-slash", "parser", "40custom,"),
          before("s-nsp-257", "unbounded name", "40/" + "n".repeat(256) + ","),
          before("s-nsp-900k", "unbounded echo", "40/" + "n".repeat(900_000) + ","),
          before("s-nsp-900k-no-comma", "unbounded echo", "40/" + "n".repeat(900_000)),
          before("s-nsp-900k-query", "unbounded name", "40/?" + "n".repeat(900_000) + ","),
          before("s-nsp-spam-2000", "unbounded CONNECT_ERROR", connects("/n")));

  static final List<Case> HEADER =
      List.of(
          joined("s-connect-twice", "invalid state", "40"),
          joined("s-connect-error-from-client", "invalid state", "44{\"message\":\"x\"}"),
          joined("s-disconnect-payload", "parser", "41{\"x\":1}"),
          joined("s-disconnect-ack-id", "parser", "417"),
          joined("s-disconnect-twice", "invalid state", "41", "41"),
          joined("s-event-after-disconnect", "invalid state", "41", "42" + EVENT),
          joined("s-other-namespace", "invalid state", "42/custom," + EVENT),
          joined("s-other-namespace-ack", "invalid state", "43/custom,0[]"),
          joined("s-ack-id-nan", "suite", "42abc" + EVENT),
          joined("s-ack-id-negative", "parser", "42-1" + EVENT),
          joined("s-ack-id-float", "parser", "421.5[\"message-with-ack\"]"),
          joined("s-ack-id-exponent", "echoed as a float by node", "421e24[\"message-with-ack\"]"),
          joined("s-ack-id-hex", "parser", "420x10[\"message-with-ack\"]"),
          joined("s-ack-id-unicode-digit", "parser", "42\u0661[\"message-with-ack\"]"),
          joined("s-ack-id-huge", "unbounded", "421" + "0".repeat(24) + "[\"message-with-ack\"]"),
          joined("s-ack-id-100k-digits", "unbounded", "42" + "9".repeat(100_000) + EVENT),
          joined("s-ack-id-2-53", "not exact", "429007199254740992[\"message-with-ack\"]"),
          joined("s-ack-id-2-53-1", "the largest", "429007199254740991[\"message-with-ack\"]")
              .answered(1),
          joined("s-ack-unknown", "ignored", "4399[]").ignored(),
          joined("s-ack-no-id", "parser", "43[1]"),
          joined("s-ack-no-payload", "parser", "430"),
          joined("s-ack-object", "parser", "431{}"),
          joined("s-ack-string", "parser", "431\"x\""),
          joined("s-att-none", "parser", "45" + EVENT),
          joined("s-att-nothing-more", "parser", "45"),
          joined("s-att-no-dash", "parser", "451" + BINARY_EVENT),
          joined("s-att-no-number", "parser", "45-" + BINARY_EVENT),
          joined("s-att-nan", "parser", "45x-" + EVENT),
          joined("s-att-float", "parser", "451.5-" + EVENT),
          joined("s-att-exponent", "parser", "451e0-" + BINARY_EVENT),
          joined("s-att-hex", "parser", "450x1-" + BINARY_EVENT),
          joined("s-att-plus", "parser", "45+1-" + BINARY_EVENT),
          joined("s-att-space", "parser", "45 1-" + BINARY_EVENT),
          joined("s-att-unicode-digit", "parser", "45\u0661-" + BINARY_EVENT),
          joined("s-att-negative", "parser", "45-1-" + EVENT),
          joined("s-att-zero", "parser 4.2.7", "450-" + EVENT),
          joined("s-att-11", "CVE-2026-33151 / CVE-2026-48804", "4511-" + EVENT),
          joined("s-att-1e9", "CVE-2026-33151", "451000000000-" + EVENT),
          joined("s-att-100k-digits", "CVE-2020-36049", "45" + "1".repeat(100_000) + "-" + EVENT),
          joined("s-att-ack-11", "CVE-2026-33151", "4611-0[]"),
          joined("s-att-text-instead", "parser", "451-" + BINARY_EVENT, "42" + EVENT),
          joined("s-att-connect-instead", "parser", "451-" + BINARY_EVENT, "40/custom,"),
          joined("s-att-disconnect-instead", "parser", "451-" + BINARY_EVENT, "41"),
          joined("s-att-event-instead", "parser", "451-" + BINARY_EVENT, "451-" + BINARY_EVENT),
          joined("s-att-unexpected-binary", "parser", BYTES),
          joined("s-att-one-too-many", "parser", "451-" + BINARY_EVENT, BYTES, BYTES)
              .becomes("400 code 3, closed", "closed 1005"));

  private static Object[] connects(String name) {
    return IntStream.range(0, 2_000).mapToObj(i -> "40" + name + i + ",").toArray();
  }

  static String references(int count) {
    return String.join(",", Collections.nCopies(count, PLACEHOLDER));
  }
}
