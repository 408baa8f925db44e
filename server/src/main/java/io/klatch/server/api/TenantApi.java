package io.klatch.server.api;

import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.tenant.ServerKeyring;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.domain.tenant.TenantResult;
import io.klatch.domain.tenant.TenantStatus;
import io.klatch.domain.tenant.Tenants;
import io.klatch.domain.tenant.Trust;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.Times;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tenants as the operator adds and changes them. All block; call on a virtual thread.
public final class TenantApi {
  static final int PAGE_MAX = 100;
  static final int PAGE_DEFAULT = 50;

  private final Tenants tenants;
  private final ServerKeyring keyring;
  private final Clock clock;

  public TenantApi(Tenants tenants, ServerKeyring keyring, Clock clock) {
    this.tenants = tenants;
    this.keyring = keyring;
    this.clock = clock;
  }

  /// `{limit?, cursor?}`: by rising id.
  public Reply list(@Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var wanted = fields.wholeOrNull("limit", 1, PAGE_MAX);
          var limit = wanted == null ? PAGE_DEFAULT : wanted.intValue();
          var after = fields.textOrNull("cursor");
          var found =
              tenants.all().stream()
                  .filter(it -> after == null || it.id().value().compareTo(after) > 0)
                  .limit(limit + 1L)
                  .toList();
          return page(found, limit);
        });
  }

  private static Reply page(List<Tenant> found, int limit) {
    var json = ok();
    var shown = found.subList(0, Math.min(limit, found.size()));
    var list = json.putArray("tenants");
    shown.forEach(each -> list.add(TenantJson.of(each)));
    var more = found.size() > limit;
    json.put("has_more", more);
    json.put("cursor", more ? shown.getLast().id().value() : null);
    return new Ok(json, false);
  }

  public Reply get(String id) {
    var tenant = find(id);
    return tenant == null ? noSuchTenant() : shown(tenant, false);
  }

  /// A tenant's fields and `tenant_id`.
  public Reply create(@Nullable JsonNode payload) {
    return guarded(() -> {
      var fields = TenantFields.of(payload);
      var id = new TenantId(Payload.of(payload).text("tenant_id"));
      var bare =
          new Tenant(
              id,
              id.value(),
              TenantStatus.ACTIVE,
              Trust.NONE,
              TenantPolicy.NONE,
              List.of(),
              clock.instant().truncatedTo(ChronoUnit.MILLIS));
      return replied(tenants.create(fields.on(bare)), true);
    });
  }

  /// The fields that are to change.
  public Reply change(String id, @Nullable JsonNode payload) {
    return guarded(() -> {
      var tenant = find(id);
      if (tenant == null) {
        return noSuchTenant();
      }
      if (payload instanceof ObjectNode object && object.has("tenant_id")) {
        throw new Malformed("tenant_id cannot be changed");
      }
      var fields = TenantFields.of(payload);
      return replied(tenants.change(tenant.id(), fields::on), false);
    });
  }

  /// Makes a server key and shows it, this once.
  public Reply addServerKey(String id) {
    return guarded(() -> {
      var tenant = find(id);
      if (tenant == null) {
        return noSuchTenant();
      }
      var made = keyring.make();
      var result = tenants.addServerKey(tenant.id(), made.kept());
      if (!(result instanceof TenantResult.Saved)) {
        return replied(result, false);
      }
      var json = ok();
      json.put("key_id", made.kept().id());
      json.put("server_key", made.key());
      json.put("created_at", Times.wire(made.kept().createdAt()));
      return new Ok(json, true);
    });
  }

  public Reply removeServerKey(String id, String keyId) {
    var tenant = find(id);
    return tenant == null
        ? noSuchTenant()
        : replied(tenants.removeServerKey(tenant.id(), keyId), false);
  }

  private static Reply replied(TenantResult result, boolean made) {
    return switch (result) {
      case TenantResult.Saved(var tenant) -> shown(tenant, made);
      case TenantResult.Exists() ->
          Refused.of(ErrorCode.CONFLICT, "there is a tenant of this tenant_id; change it by PATCH");
      case TenantResult.NotFound() -> noSuchTenant();
      case TenantResult.KeyRefused(var keyId, var problem) ->
          Refusals.badRequest("the key of kid " + keyId + " " + problem);
      case TenantResult.TooMany(var tenantsMax) ->
          Refusals.badRequest("there are " + tenantsMax + " tenants, and no more can be");
      case TenantResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static Reply shown(Tenant tenant, boolean made) {
    var json = ok();
    json.setAll(TenantJson.of(tenant));
    return new Ok(json, made);
  }

  private static Refused noSuchTenant() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such tenant, or no such key of it");
  }

  private @Nullable Tenant find(String id) {
    try {
      return tenants.find(new TenantId(id));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// The sentences of the domain's own records name the field and its bound.
  private static Reply guarded(Supplier<Reply> command) {
    try {
      return command.get();
    } catch (Malformed e) {
      return Refusals.badRequest(e.getMessage());
    } catch (IllegalArgumentException e) {
      return Refusals.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
