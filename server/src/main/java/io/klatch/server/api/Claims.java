package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.Reply.Refused;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a client says about who it is, beside its token. It is never believed; where it contradicts
/// the token the request is refused, since one of the two must be a mistake.
public final class Claims {
  /// In a query and when connecting.
  private static final List<String> NAMES = List.of("userId", "user_id");

  /// In a payload; there `user_id` is the name of somebody else, where a command takes one.
  private static final String IN_PAYLOAD = "userId";

  private Claims() {}

  /// @param said gives the text of a field; null when it is not there
  public static @Nullable Refused contradiction(
      Identity caller, Function<String, @Nullable String> said) {
    for (var name : NAMES) {
      var claimed = said.apply(name);
      if (claimed != null && !claimed.equals(caller.user().value())) {
        return refused(name);
      }
    }
    return null;
  }

  public static @Nullable Refused contradiction(Identity caller, @Nullable JsonNode payload) {
    if (!(payload instanceof ObjectNode object)) {
      return null;
    }
    var claimed = object.get(IN_PAYLOAD);
    return claimed == null
            || claimed.isNull()
            || (claimed.isString() && claimed.stringValue().equals(caller.user().value()))
        ? null
        : refused(IN_PAYLOAD);
  }

  /// The device a client says it is, where the token leaves it open.
  public static @Nullable Refused wrongDevice(Identity caller, @Nullable JsonNode said) {
    if (said == null || said.isNull()) {
      return null;
    }
    try {
      var device = new DeviceId(said.isString() ? said.stringValue() : "");
      return caller.device() == null || caller.device().equals(device)
          ? null
          : Refused.of(
              ErrorCode.USER_MISMATCH,
              "device_id is not the token's device; leave it out: the token says which");
    } catch (IllegalArgumentException e) {
      return Refusals.badRequest("device_id must be a text that is one: " + e.getMessage());
    }
  }

  private static Refused refused(String field) {
    return Refused.of(
        ErrorCode.USER_MISMATCH,
        field + " is not the token's user; leave it out: the token says who");
  }
}
