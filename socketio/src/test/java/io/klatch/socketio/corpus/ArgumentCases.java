package io.klatch.socketio.corpus;

import static io.klatch.socketio.corpus.Case.before;
import static io.klatch.socketio.corpus.Case.joined;
import static io.klatch.socketio.corpus.PacketCases.BYTES;
import static io.klatch.socketio.corpus.PacketCases.references;

import java.util.List;

/// The JSON of Socket.IO packets, and the attachments it names.
final class ArgumentCases {
  private ArgumentCases() {}

  static final List<Case> EVENTS =
      List.of(
          joined("s-event-no-payload", "Socket.IO 5: payload mandatory", "42"),
          joined("s-event-ack-id-only", "Socket.IO 5: payload mandatory", "4212"),
          joined("s-event-empty-array", "parser", "42[]"),
          joined("s-event-object", "suite", "42{}"),
          joined("s-event-string", "parser", "42\"message\""),
          joined("s-event-number", "parser", "42 5"),
          joined("s-event-null", "parser", "42null"),
          joined("s-event-blank", "parser", "42 "),
          joined("s-event-name-object", "CVE-2023-32695", "42[{\"toString\":\"foo\"}]"),
          joined("s-event-name-array", "CVE-2023-32695", "42[[\"message\"]]"),
          joined("s-event-name-bool", "parser", "42[true]"),
          joined("s-event-name-null", "parser", "42[null]"),
          joined("s-event-name-number", "allowed", "42[7]").ignored(),
          joined("s-event-name-float", "allowed", "42[0.5]").ignored(),
          joined("s-event-name-empty", "allowed", "42[\"\"]").ignored(),
          joined("s-event-name-900k", "unbounded", "42[\"" + "n".repeat(900_000) + "\"]").ignored(),
          joined("s-event-name-nul", "allowed", "42[\"\\u0000\"]").ignored(),
          joined("s-event-name-lone-surrogate", "allowed", "42[\"\\ud800\"]").ignored(),
          joined(
              "s-event-name-placeholder", "CVE-2023-32695", "451-[" + references(1) + "]", BYTES),
          joined("s-reserved-connect", "parser", "42[\"connect\"]"),
          joined("s-reserved-connect-error", "parser", "42[\"connect_error\"]"),
          joined("s-reserved-disconnect", "parser", "42[\"disconnect\"]"),
          joined("s-reserved-disconnecting", "parser", "42[\"disconnecting\"]"),
          joined("s-reserved-newListener", "parser", "42[\"newListener\"]"),
          joined("s-reserved-removeListener", "parser", "42[\"removeListener\"]"),
          joined("s-reserved-escaped", "parser", "42[\"conn\\u0065ct\"]"),
          joined("s-event-error", "CVE-2024-38355", "42[\"error\"]").ignored(),
          joined("s-event-proto", "prototype pollution", "42[\"__proto__\"]").ignored(),
          joined("s-event-constructor", "prototype pollution", "42[\"constructor\"]").ignored(),
          joined("s-args-proto", "prototype pollution", "42[\"x\",{\"__proto__\":{\"a\":1}}]")
              .ignored());

  static final List<Case> JSON =
      List.of(
          joined("s-truncated-json", "parser", "42[\"message\","),
          joined("s-truncated-string", "parser", "42[\"message"),
          joined("s-truncated-escape", "parser", "42[\"message\\u00\"]"),
          joined("s-trailing-json", "parser", "42[\"message\"][\"message\"]"),
          joined("s-trailing-comma", "JSON", "42[\"message\",]"),
          joined("s-json-comment", "JSON", "42[\"message\"/*x*/]"),
          joined("s-json-single-quotes", "JSON", "42['message']"),
          joined("s-json-nan", "JSON", "42[\"message\",NaN]"),
          joined("s-json-infinity", "JSON", "42[\"message\",Infinity]"),
          joined("s-json-leading-zero", "JSON", "42[\"message\",01]"),
          joined("s-json-plus", "JSON", "42[\"message\",+1]"),
          joined("s-json-unquoted-name", "JSON", "42[\"message\",{a:1}]"),
          joined("s-json-control-char", "JSON", "42[\"mess\u0001age\"]"),
          joined("s-json-nul", "JSON", "42[\"message\"]\u0000"),
          joined("s-json-bom", "JSON", "42\ufeff[\"message\"]"),
          joined("s-json-bad-escape", "JSON", "42[\"\\x41\"]"),
          joined("s-json-duplicate-names", "the last counts", "42[\"x\",{\"a\":1,\"a\":2}]")
              .ignored(),
          joined("s-deep-json-201", "stack overflow", "42" + "[".repeat(201) + "]".repeat(201)),
          joined("s-deep-json-100k", "stack overflow", deep("[", "]")),
          joined("s-deep-json-objects", "stack overflow", deep("{\"a\":", "}")),
          joined("s-deep-json-open", "stack overflow", "42" + "[".repeat(400_000)),
          before("s-deep-connect", "stack overflow", "40" + "{\"a\":".repeat(100_000)),
          joined("s-number-10k-digits", "quadratic parse", number("9".repeat(10_000))),
          joined("s-number-900k-digits", "quadratic parse", number("9".repeat(900_000))),
          joined("s-number-10k-fraction", "quadratic parse", number("0." + "1".repeat(10_000))),
          joined("s-number-exponent", "huge exponent", number("1e999999999")).ignored(),
          joined("s-number-exponent-long", "huge exponent", number("1e" + "9".repeat(500))),
          joined(
                  "s-string-of-escapes",
                  "expansion",
                  "42[\"x\",\"" + "\\u0041".repeat(150_000) + "\"]")
              .ignored(),
          joined("s-hash-collisions", "colliding names", "42[\"x\",{" + colliding() + "}]")
              .ignored());

  static final List<Case> ATTACHMENTS =
      List.of(
          placeholder("s-att-num-splice", "CVE-2022-2421", "\"splice\""),
          placeholder("s-att-num-text", "CVE-2022-2421", "\"0\""),
          placeholder("s-att-num-oob", "CVE-2022-2421", "1"),
          placeholder("s-att-num-neg", "CVE-2022-2421", "-1"),
          placeholder("s-att-num-float", "null in node", "0.5"),
          placeholder("s-att-num-whole-float", "parser", "0.0"),
          placeholder("s-att-num-exponent", "parser", "0e0"),
          placeholder("s-att-num-huge", "overflow", "4294967296"),
          placeholder("s-att-num-1e99", "overflow", "1e99"),
          placeholder("s-att-num-null", "parser", "null"),
          placeholder("s-att-num-bool", "parser", "false"),
          placeholder("s-att-num-array", "parser", "[0]"),
          placeholder("s-att-num-object", "parser", "{\"valueOf\":0}"),
          joined("s-att-num-missing", "parser", "451-[\"x\",{\"_placeholder\":true}]", BYTES),
          joined("s-att-not-named", "means nothing", "451-[\"x\"]", BYTES).ignored(),
          joined(
                  "s-att-marked-by-text",
                  "an object",
                  "451-[\"x\",{\"_placeholder\":\"true\"}]",
                  BYTES)
              .ignored(),
          joined("s-att-in-text-packet", "an object", "42[\"x\"," + references(1) + "]").ignored(),
          joined("s-att-truncated-json", "parser", "451-[\"x\",", BYTES),
          joined("s-att-object", "parser", "451-{}", BYTES),
          joined("s-att-no-payload", "parser", "451-", BYTES),
          joined("s-att-amplify", "copy amplification", amplify(20_000), new byte[300_000])
              .becomes("413, open", "closed 1005"),
          joined("s-att-amplify-small", "one array", amplify(20_000), new byte[30]).ignored(),
          joined("s-att-too-large-together", "limit of the whole", ten(), kilobytes(), kilobytes())
              .becomes("413, open", "closed 1005"),
          joined("s-att-empty", "allowed", "451-[\"x\"," + references(1) + "]", new byte[0])
              .ignored());

  private static Case placeholder(String id, String about, String num) {
    return joined(id, about, "451-[\"x\",{\"_placeholder\":true,\"num\":" + num + "}]", BYTES);
  }

  private static String deep(String open, String close) {
    return "42" + open.repeat(100_000) + "1" + close.repeat(100_000);
  }

  private static String number(String number) {
    return "42[\"x\"," + number + "]";
  }

  /// 20,000 names whose hash codes are one: `Aa` and `BB` hash alike.
  private static String colliding() {
    var all = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      all.append(i == 0 ? "\"" : ",\"");
      for (int bit = 0; bit < 15; bit++) {
        all.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      all.append("\":0");
    }
    return all.toString();
  }

  private static String amplify(int times) {
    return "451-[\"x\"," + references(times) + "]";
  }

  private static String ten() {
    return "4510-[\"x\"," + references(1) + "]";
  }

  private static byte[] kilobytes() {
    return new byte[600_000];
  }
}
