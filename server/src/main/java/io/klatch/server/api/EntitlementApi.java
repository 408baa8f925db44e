package io.klatch.server.api;

import io.klatch.domain.account.EntitleResult;
import io.klatch.domain.account.Entitlements;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.tenant.TenantDirectory;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a tenant's back end lets its users do. Blocks; call on a virtual thread.
public final class EntitlementApi {
  private final Entitlements entitlements;
  private final TenantDirectory tenants;

  public EntitlementApi(Entitlements entitlements, TenantDirectory tenants) {
    this.entitlements = entitlements;
    this.tenants = tenants;
  }

  /// `{features}`: these and no others.
  public Reply set(TenantId tenant, String id, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var user = new UserKey(tenant, user(id));
          var features = Set.copyOf(fields.texts("features", TenantPolicy.FEATURES_MAX));
          check(tenant, features);
          return replied(entitlements.give(user, features));
        });
  }

  public Reply get(TenantId tenant, String id) {
    try {
      return shown(entitlements.given(new UserKey(tenant, user(id))));
    } catch (Malformed e) {
      return Refusals.badRequest(e.getMessage());
    }
  }

  /// A feature that would not count must not look as if it were given.
  private void check(TenantId id, Set<String> features) {
    for (var feature : features) {
      if (feature.isBlank() || feature.length() > TenantPolicy.FEATURE_CHARACTERS_MAX) {
        throw new Malformed(
            "features are of 1 to " + TenantPolicy.FEATURE_CHARACTERS_MAX + " characters");
      }
    }
    var tenant = tenants.find(id);
    if (tenant != null && !tenant.policy().entitled(features).equals(features)) {
      throw new Malformed("features has one that is not among those of the tenant");
    }
  }

  private static UserId user(String id) {
    try {
      return new UserId(id);
    } catch (IllegalArgumentException e) {
      throw new Malformed("the path names no user: " + e.getMessage());
    }
  }

  private static Reply replied(EntitleResult result) {
    return switch (result) {
      case EntitleResult.Entitled(var features) -> shown(features);
      case EntitleResult.TooMany(var max) ->
          Refused.of(
              ErrorCode.LIMIT_REACHED,
              "%,d users of the tenant have features; put them into tokens".formatted(max));
      case EntitleResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static Reply shown(Set<String> features) {
    var json = JsonNodeFactory.instance.objectNode().put("ok", true);
    var list = json.putArray("features");
    features.stream().sorted().forEach(list::add);
    return new Ok(json, false);
  }
}
