package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.privacy.PrivacyChange;
import io.klatch.domain.privacy.PrivacyResult;
import io.klatch.domain.privacy.PrivacySettings;
import io.klatch.server.json.PrivacyJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What users let others know, as JSON. Blocks; call on a virtual thread.
public final class PrivacyApi {
  private final PrivacySettings settings;

  public PrivacyApi(PrivacySettings settings) {
    this.settings = settings;
  }

  /// `privacy:get {}`
  public Reply get(Identity caller) {
    return reply(settings.get(caller.key()));
  }

  /// `privacy:set {read_receipts?, typing?, last_seen?, reciprocal?}`
  public Reply set(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields ->
            reply(
                settings.set(
                    caller.key(),
                    new PrivacyChange(
                        fields.flagOrNull("read_receipts"),
                        fields.flagOrNull("typing"),
                        fields.flagOrNull("last_seen"),
                        fields.flagOrNull("reciprocal")))));
  }

  private static Reply reply(PrivacyResult result) {
    return switch (result) {
      case PrivacyResult.Settings(var privacy) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        json.setAll(PrivacyJson.of(privacy));
        yield new Reply.Ok(json, false);
      }
      case PrivacyResult.Unavailable() -> Refusals.unavailable();
    };
  }
}
