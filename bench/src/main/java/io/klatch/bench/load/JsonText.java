package io.klatch.bench.load;

/// Takes a field out of an answer by its name, without parsing: the answers are small, flat and
/// known.
final class JsonText {

  private JsonText() {}

  /// The digits of a whole number.
  static String number(String json, String name) {
    String key = "\"" + name + "\":";
    int start = json.indexOf(key);
    int end = start + key.length();
    while (start >= 0 && end < json.length() && Character.isDigit(json.charAt(end))) {
      end++;
    }
    if (start < 0 || end == start + key.length()) {
      throw new IllegalArgumentException("no number \"" + name + "\" in " + json);
    }
    return json.substring(start + key.length(), end);
  }

  static String field(String json, String name) {
    String key = "\"" + name + "\":\"";
    int start = json.indexOf(key);
    int end = start < 0 ? -1 : json.indexOf('"', start + key.length());
    if (end < 0) {
      throw new IllegalArgumentException("no \"" + name + "\" in " + json);
    }
    return json.substring(start + key.length(), end);
  }
}
