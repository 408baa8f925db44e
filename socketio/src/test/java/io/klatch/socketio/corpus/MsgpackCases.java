package io.klatch.socketio.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.socketio.corpus.Case.Msgpack;
import java.util.HexFormat;
import java.util.List;

/// Packets of the msgpack parser, each the map `{type, nsp, id, data}` in one binary message.
final class MsgpackCases {
  private static final String EVENT = "92 a1 78 01"; // ["x", 1]
  private static final String HUGE = "ffff ffff";
  private static final String LONG = "4e".repeat(700_000);

  private MsgpackCases() {}

  static final List<Case> SHAPE =
      List.of(
          text("m-text", "no text", "42[\"message\"]"),
          text("m-text-connect", "no text", "40"),
          joined("m-empty", "no value", ""),
          joined("m-no-map-array", "parser", "94 02 a12f 00" + EVENT),
          joined("m-no-map-nil", "parser", "c0"),
          joined("m-no-map-number", "parser", "02"),
          joined("m-no-map-string", "parser", "a1 32"),
          joined("m-no-map-binary", "parser", "c4 01 32"),
          joined("m-no-map-undefined", "parser", "d4 00 00"),
          joined("m-map-empty", "parser", "80"),
          joined("m-never-used", "msgpack", "c1"),
          joined("m-trailing-byte", "one value", event("") + "00"),
          joined("m-trailing-packet", "one value", event("") + event("")),
          joined("m-trailing-nil", "one value", event("") + "c0"),
          joined("m-truncated-map", "ends early", "84 a4 74797065 02"),
          joined("m-truncated-name", "ends early", "83 a4 7479"),
          joined("m-truncated-value", "ends early", "83 a4 74797065"),
          joined("m-truncated-string", "ends early", head() + data("91 a5 68656c")),
          joined("m-truncated-array", "ends early", head() + data("93 a1 78")),
          joined("m-truncated-binary", "ends early", head() + data("92 a1 78 c4 04 00")),
          joined("m-truncated-number", "ends early", head() + data("92 a1 78 cf 00 00")),
          joined("m-truncated-length", "ends early", head() + data("92 a1 78 db 00")),
          joined("m-truncated-date", "ends early", head() + data("92 a1 78 d7 00 00")),
          joined("m-extra-names", "mean nothing", event("a3 666f6f 01")).ignored(),
          joined("m-attachments", "means nothing", event(string("attachments") + "0b")).ignored(),
          joined("m-duplicate-type", "the last counts", event(string("type") + "07")),
          joined("m-duplicate-nsp", "the last counts", event(string("nsp") + "01")),
          joined("m-duplicate-data", "the last counts", event(string("data") + "c0")),
          joined("m-duplicate-good", "the last counts", "84" + string("type") + "07" + rest())
              .ignored(),
          joined("m-name-number", "names are strings", event("01 01")),
          joined("m-name-binary", "names are strings", event("c4 01 61 01")),
          joined("m-name-nil", "names are strings", event("c0 01")),
          joined("m-name-map", "names are strings", event("81 a1 61 01 01")),
          joined("m-name-proto", "prototype pollution", event(string("__proto__") + "81 a1 61 01"))
              .ignored());

  static final List<Case> FIELDS =
      List.of(
          joined("m-type-missing", "parser", "82" + nsp() + data(EVENT)),
          type("string", "a1 32"),
          type("float", "cb 4000000000000000"),
          type("negative", "ff"),
          type("connect-error", "04"),
          type("binary-event", "05"),
          type("7", "07"),
          type("256", "cd 0102"),
          type("2-32", "cf 0000000100000002"),
          type("2-64", "cf ffffffffffffffff"),
          type("nil", "c0"),
          type("bool", "c3"),
          type("array", "91 02"),
          type("map", "80"),
          type("undefined", "d4 00 00"),
          type("wide", "ce 00000002").ignored(),
          joined("m-nsp-missing", "parser", "82" + string("type") + "02" + data(EVENT)),
          nsp("number", "01"),
          nsp("nil", "c0"),
          nsp("binary", "c4 01 2f"),
          nsp("array", "91 a1 2f"),
          nsp("map", "80"),
          nsp("bool", "c3"),
          nsp("undefined", "d4 00 00"),
          nsp("empty", "a0"),
          nsp("no-slash", "a1 78"),
          nsp("bad-utf8", "a3 2f c3 28"),
          nsp("257", "da 0101 2f" + "6e".repeat(256)),
          nsp("700k", "db 000aae61 2f" + LONG),
          nsp("not-connected", "a7 2f637573746f6d"),
          id("string", "a1 37"),
          id("float", "cb 3ff8000000000000"),
          id("whole-float", "cb 3ff0000000000000"),
          id("nan", "cb 7ff8000000000000"),
          id("infinity", "ca 7f800000"),
          id("negative", "ff"),
          id("2-53", "cf 0020000000000000"),
          id("2-63", "cf 8000000000000000"),
          id("2-64-1", "cf ffffffffffffffff"),
          id("least", "d3 8000000000000000"),
          id("nil", "c0"),
          id("bool", "c2"),
          id("array", "90"),
          id("date", "d7 00 0000000000000000"),
          joined("m-id-2-53-1", "the largest", ack("cf 001fffffffffffff")).answered(1),
          joined("m-id-undefined", "is none", ack("d4 00 00")).ignored());

  static final List<Case> PAYLOADS =
      List.of(
          before("m-event-before-connect", "Socket.IO 5", event("")),
          before(
              "m-disconnect-before-connect", "Socket.IO 5", "82" + string("type") + "01" + nsp()),
          before("m-connect-array", "parser", connect("90")),
          before("m-connect-string", "parser", connect("a1 78")),
          before("m-connect-number", "parser", connect("07")),
          before("m-connect-nil", "parser", connect("c0")),
          before("m-connect-binary", "parser", connect("c4 01 00")),
          before("m-connect-id", "Socket.IO 5", "83" + string("type") + "00" + nsp() + id("07")),
          before("m-connect-map", "allowed", connect("81 a1 61 01")).answered(2),
          before("m-connect-undefined", "is none", connect("d4 00 00")).answered(2),
          before("m-connect-nowhere", "refused", "82" + string("type") + "00" + nsp("a2 2f61"))
              .answered(1),
          joined("m-connect-twice", "invalid state", "82" + string("type") + "00" + nsp()),
          joined("m-disconnect-data", "parser", "83" + string("type") + "01" + nsp() + data("80")),
          joined("m-disconnect-id", "parser", "83" + string("type") + "01" + nsp() + id("01")),
          joined("m-ack-no-id", "parser", "83" + string("type") + "03" + nsp() + data("90")),
          joined("m-ack-no-data", "parser", "83" + string("type") + "03" + nsp() + id("01")),
          joined(
              "m-ack-map", "parser", "84" + string("type") + "03" + nsp() + id("01") + data("80")),
          joined(
                  "m-ack-unknown",
                  "ignored",
                  "84" + string("type") + "03" + nsp() + id("01") + data("90"))
              .ignored(),
          joined("m-event-no-data", "parser", "82" + string("type") + "02" + nsp()),
          data("nil", "c0"),
          data("map", "80"),
          data("string", "a1 78"),
          data("number", "01"),
          data("bool", "c3"),
          data("binary", "c4 01 00"),
          data("empty", "90"),
          data("name-nil", "91 c0"),
          data("name-undefined", "91 d4 00 00"),
          data("name-bool", "91 c3"),
          data("name-array", "91 90"),
          data("name-map", "91 81 a8 746f537472696e67 a1 78"),
          data("name-binary", "91 c4 01 78"),
          data("name-reserved", "91 a7 636f6e6e656374"),
          data("name-number", "91 07").ignored(),
          data("name-nan", "91 cb 7ff8000000000000").ignored(),
          data("name-700k", "91 db 000aae60" + LONG).ignored(),
          data("nan", "92 a1 78 cb 7ff8000000000000").ignored(),
          data("infinity", "92 a1 78 ca ff800000").ignored(),
          data("2-64", "92 a1 78 cf ffffffffffffffff").ignored(),
          data("bad-utf8", "92 a1 78 a2 c3 28"),
          data("bad-utf8-surrogate", "92 a1 78 a3 ed a0 80"),
          data("bad-utf8-overlong", "92 a1 78 a2 c0 af"),
          data("bad-utf8-beyond", "92 a1 78 a4 f4 90 80 80"),
          data("bad-utf8-cut", "92 a1 78 a2 e2 82"),
          data("bad-utf8-name", "92 a1 78 81 a2 c3 28 01"));

  static final List<Case> LENGTHS =
      List.of(
          huge("array32", "dd" + HUGE),
          huge("map32", "df" + HUGE),
          huge("string32", "db" + HUGE),
          huge("binary32", "c6" + HUGE),
          huge("ext32", "c9" + HUGE + "00"),
          huge("array32-2-31", "dd 80000000"),
          huge("string32-2-31", "db 80000000"),
          huge("binary32-2-31-1", "c6 7fffffff"),
          huge("array16", "dc ffff"),
          huge("map16", "de ffff"),
          huge("string8", "d9 ff"),
          huge("binary16", "c5 ffff"),
          joined("m-length-packet-map32", "a length beyond the end", "df" + HUGE),
          joined("m-length-name-string32", "a length beyond the end", event("db" + HUGE)),
          joined("m-length-nsp-string32", "a length beyond the end", "82" + nsp("db" + HUGE)),
          joined(
              "m-length-arrays", "each believed", head() + data(("dd" + "00000003").repeat(100))),
          data("deep-201", "91".repeat(200) + "90"),
          data("deep-arrays", "91".repeat(700_000)),
          data("deep-maps", "81 a1 61".repeat(230_000)),
          data("deep-names", "81".repeat(700_000)),
          data("wide-arrays", "dd 000aae60" + "90".repeat(700_000)),
          data("wide-maps", "dd 000aae60" + "80".repeat(700_000)),
          data("wide-numbers", "dd 000aae61 a1 78" + "7f".repeat(700_000)).ignored(),
          data("wide-binaries", "dd 00053021 a1 78" + "c400".repeat(340_000)).ignored(),
          data("wide-undefined", "dd 00038271 a1 78" + "d40000".repeat(230_000)).ignored());

  static final List<Case> EXTENSIONS =
      List.of(
          ext("fix1", "d4 01 00"),
          ext("undefined-1", "d4 00 01"),
          ext("fix2", "d5 00 0000"),
          ext("fix4", "d6 00 00000000"),
          ext("timestamp", "d6 ff 00000000"),
          ext("date-1", "d7 01 0000000000000000"),
          ext("fix16", "d8 00" + "00".repeat(16)),
          ext("8", "c7 00 00"),
          ext("16", "c8 0000 00"),
          ext("32", "c9 00000000 00"),
          ext("date", "d7 00 0000000000000000").ignored(),
          ext("date-last", "d7 00 7fffffffffffffff").ignored(),
          ext("date-first", "d7 00 8000000000000000").ignored());

  // ------------------------------------------------------------------ parts of packets

  /// What the packets of a client that means well are made of.
  static byte[] connect() {
    return bytes("82" + string("type") + "00" + nsp());
  }

  static byte[] connectCustom() {
    return bytes("82" + string("type") + "00" + nsp("a7 2f637573746f6d"));
  }

  /// Wants an acknowledgement.
  static byte[] ask(String text) {
    var args = "92" + string("message-with-ack") + string(text);
    return bytes("84" + string("type") + "02" + nsp() + id("cd 03db") + data(args));
  }

  private static String string(String text) {
    var length = "%02x".formatted(0xa0 | text.length());
    return length + HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  private static String nsp() {
    return nsp("a1 2f");
  }

  private static String nsp(String value) {
    return string("nsp") + value;
  }

  private static String id(String value) {
    return string("id") + value;
  }

  private static String data(String value) {
    return string("data") + value;
  }

  /// An event, but for its data.
  private static String head() {
    return "83" + string("type") + "02" + nsp();
  }

  /// Behind the number of names and the type.
  private static String rest() {
    return string("type") + "02" + nsp() + data(EVENT);
  }

  /// An event with one name more, if there is one.
  private static String event(String more) {
    return (more.isEmpty() ? "83" : "84") + rest() + more;
  }

  private static String ack(String id) {
    var args = "91" + string("message-with-ack");
    return "84" + string("type") + "02" + nsp() + id(id) + data(args);
  }

  private static String connect(String data) {
    return "83" + string("type") + "00" + nsp() + data(data);
  }

  // ------------------------------------------------------------------ kinds of cases

  private static Case type(String id, String value) {
    return joined("m-type-" + id, "parser", "83" + string("type") + value + nsp() + data(EVENT));
  }

  private static Case nsp(String id, String value) {
    return joined("m-nsp-" + id, "parser", "83" + string("type") + "02" + nsp(value) + data(EVENT));
  }

  private static Case id(String id, String value) {
    return joined("m-id-" + id, "parser", ack(value));
  }

  private static Case data(String id, String value) {
    return joined("m-data-" + id, "parser", head() + data(value));
  }

  private static Case huge(String id, String value) {
    return joined("m-length-" + id, "a length beyond the end", head() + data("92 a1 78" + value));
  }

  private static Case ext(String id, String value) {
    return joined("m-ext-" + id, "extensions", head() + data("92 a1 78" + value));
  }

  private static Case text(String id, String about, String text) {
    return refused(id, about, true, text);
  }

  private static Case before(String id, String about, String hex) {
    return refused(id, about, false, bytes(hex));
  }

  private static Case joined(String id, String about, String hex) {
    return refused(id, about, true, bytes(hex));
  }

  private static Case refused(String id, String about, boolean joined, Object packet) {
    var input = new Msgpack(joined, packet);
    return new Case(id, about, input, Case.REFUSED_POST, Case.REFUSED_FRAME);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
