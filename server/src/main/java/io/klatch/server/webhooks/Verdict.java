package io.klatch.server.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a back end says of a message that is to be stored.
sealed interface Verdict {
  int MESSAGE_CHARACTERS_MAX = 300;
  int CODE_CHARACTERS_MAX = 64;

  record Allowed() implements Verdict {}

  record Changed(SendMessage command) implements Verdict {}

  /// @param code the back end's own; null when it gives none
  record Rejected(@Nullable String code, String message) implements Verdict {}

  /// No answer, or one that makes no sense.
  record Failed() implements Verdict {}

  /// `{action: "allow" | "change" | "reject", …}`; nothing at all allows.
  static Verdict read(byte[] answer, SendMessage asked) {
    if (answer.length == 0) {
      return new Allowed();
    }
    try {
      return JsonMapper.shared().readTree(answer) instanceof ObjectNode json
          ? read(json, asked)
          : new Failed();
    } catch (JacksonException _) {
      return new Failed();
    }
  }

  private static Verdict read(ObjectNode json, SendMessage asked) {
    return switch (json.path("action").asString("")) {
      case "allow" -> new Allowed();
      case "change" -> changed(json, asked);
      case "reject" ->
          new Rejected(
              line(json.get("code"), CODE_CHARACTERS_MAX),
              orElse(line(json.get("message"), MESSAGE_CHARACTERS_MAX), "it may not be sent"));
      default -> new Failed();
    };
  }

  private static Verdict changed(ObjectNode json, SendMessage asked) {
    var text = json.get("text");
    var body = json.get("body");
    if ((text != null && !text.isString()) || (body != null && !isBody(body))) {
      return new Failed();
    }
    var content = asked.content();
    var changed = body == null ? content : content.saying(body.isNull() ? null : body.toString());
    return new Changed(
        new SendMessage(
            asked.sender(),
            asked.conversation(),
            text == null ? asked.text() : text.stringValue(),
            asked.clientMessageId(),
            changed,
            asked.attachments(),
            asked.timing()));
  }

  private static boolean isBody(JsonNode body) {
    return body.isNull()
        || (body.isObject() && body.toString().getBytes(UTF_8).length <= ChatLimits.BODY_BYTES_MAX);
  }

  /// Cut to what a refusal may say.
  private static @Nullable String line(@Nullable JsonNode node, int max) {
    if (node == null || !node.isString() || !Text.isStorable(node.stringValue())) {
      return null;
    }
    var line = node.stringValue().replaceAll("\\p{Cntrl}", " ").strip();
    if (line.isEmpty()) {
      return null;
    }
    return line.codePoints()
        .limit(max)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String orElse(@Nullable String text, String other) {
    return text == null ? other : text;
  }
}
