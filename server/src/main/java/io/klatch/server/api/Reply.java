package io.klatch.server.api;

import io.klatch.domain.kernel.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a command is answered: the acknowledgement of an event, the body of a response.
public sealed interface Reply {
  /// The object a client gets.
  ObjectNode json();

  /// It was done.
  ///
  /// @param made whether something new came to be (HTTP 201), as opposed to read or found
  record Ok(ObjectNode json, boolean made) implements Reply {}

  /// Nothing was done.
  ///
  /// @param message for the developer of the client; says nothing the caller may not know
  /// @param retryAfter how long to wait, where waiting helps
  /// @param reason a word of the tenant's back end, where that refused
  record Refused(
      ErrorCode code, String message, @Nullable Duration retryAfter, @Nullable String reason)
      implements Reply {
    public Refused(ErrorCode code, String message, @Nullable Duration retryAfter) {
      this(code, message, retryAfter, null);
    }

    public static Refused of(ErrorCode code, String message) {
      return new Refused(code, message, null);
    }

    @Override
    public ObjectNode json() {
      var json = JsonNodeFactory.instance.objectNode();
      json.put("ok", false);
      json.put("code", code.wire());
      json.put("message", message);
      if (retryAfter != null) {
        json.put("retry_after_ms", retryAfter.toMillis());
      }
      if (reason != null) {
        json.put("reason", reason);
      }
      return json;
    }
  }
}
