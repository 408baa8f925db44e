package io.klatch.server.rest;

import io.klatch.server.http.Request;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a request carries as the payload object its event would have.
final class Bodies {
  static final int DEPTH_MAX = 16;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(32)
                          .maxNameLength(1_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Set<String> TEXTS =
      Set.of("cursor", "op_id", "query", "conversation_id", "sender_id", "from", "to");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private Bodies() {}

  /// The body as an object; null when it is no JSON object.
  static @Nullable ObjectNode object(Request request) {
    try {
      return JSON.readTree(request.body()) instanceof ObjectNode object ? object : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /// The named parameters that are given; all but those of [#TEXTS] are whole numbers where they
  /// look so.
  static ObjectNode query(Request request, String... names) {
    var payload = JsonNodeFactory.instance.objectNode();
    for (var name : names) {
      var value = request.query().get(name);
      if (value != null && TEXTS.contains(name)) {
        payload.put(name, value);
      } else if (value != null) {
        whole(payload, name, value);
      }
    }
    return payload;
  }

  /// Puts the value as a whole number if it looks like one.
  static void whole(ObjectNode payload, String name, String value) {
    if (WHOLE.matcher(value).matches()) {
      payload.put(name, Long.parseLong(value));
    } else {
      payload.put(name, value);
    }
  }
}
