package io.klatch.bench.load;

/// Takes a string field out of an answer by its name, without parsing: the answers are small, flat
/// and known.
final class JsonText {

  private JsonText() {}

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
