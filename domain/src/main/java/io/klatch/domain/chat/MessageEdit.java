package io.klatch.domain.chat;

import org.jspecify.annotations.Nullable;

/// What a message is to say instead; a null component stays as it is.
public record MessageEdit(@Nullable String text, @Nullable Body body) {
  /// @param json of the application's own, unread; null to have none
  public record Body(@Nullable String json) {}

  /// Another text and nothing else.
  public static MessageEdit to(String text) {
    return new MessageEdit(text, null);
  }

  public String text(Message before) {
    return text == null ? before.text() : text;
  }

  public @Nullable String body(Message before) {
    return body == null ? before.content().body() : body.json;
  }
}
