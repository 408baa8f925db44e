package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The fields of Telegram's initData, decoded; in rising order of their names.
///
/// What is signed are lines `name=value` of these, so nothing may be read in two ways: a name is
/// there once, and no part holds a line break, which would make one field look like two.
record InitDataFields(Map<String, String> values) {
  static final int FIELDS_MAX = 64;

  /// @throws IllegalArgumentException with a reason that is safe to show
  static InitDataFields parse(String raw) {
    var values = new TreeMap<String, String>();
    for (var part : raw.split("&", -1)) {
      var equals = part.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("initData must be fields of the form name=value");
      }
      var name = decode(part.substring(0, equals));
      if (values.put(name, decode(part.substring(equals + 1))) != null) {
        throw new IllegalArgumentException("initData has a field twice");
      }
      if (values.size() > FIELDS_MAX) {
        throw new IllegalArgumentException("initData has more than " + FIELDS_MAX + " fields");
      }
    }
    return new InitDataFields(values);
  }

  /// The value of a field that must be there.
  String required(String name) {
    var value = values.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("initData has no " + name);
    }
    return value;
  }

  /// The lines that are signed: all fields but those.
  String lines(String... left) {
    var out = Set.of(left);
    return values.entrySet().stream()
        .filter(it -> !out.contains(it.getKey()))
        .map(it -> it.getKey() + "=" + it.getValue())
        .collect(Collectors.joining("\n"));
  }

  /// As forms are encoded: `%20` and `+` are both a blank.
  private static String decode(String text) {
    var bytes = ByteBuffer.allocate(text.length() * 3);
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()) {
          throw notEncoded();
        }
        bytes.put(hexByte(text, i + 1));
        i += 2;
      } else if (Character.isSurrogate(c) || Character.isISOControl(c)) {
        throw notEncoded();
      } else {
        bytes.put((c == '+' ? " " : String.valueOf(c)).getBytes(UTF_8));
      }
    }
    return checked(bytes.flip());
  }

  private static byte hexByte(String text, int at) {
    if (!HexFormat.isHexDigit(text.charAt(at)) || !HexFormat.isHexDigit(text.charAt(at + 1))) {
      throw notEncoded();
    }
    return (byte) HexFormat.fromHexDigits(text, at, at + 2);
  }

  private static String checked(ByteBuffer bytes) {
    String decoded;
    try {
      decoded =
          UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes)
              .toString();
    } catch (CharacterCodingException e) {
      throw notEncoded();
    }
    if (decoded.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("initData has a line break in a field");
    }
    return decoded;
  }

  private static IllegalArgumentException notEncoded() {
    return new IllegalArgumentException("initData is not percent-encoded UTF-8");
  }
}
