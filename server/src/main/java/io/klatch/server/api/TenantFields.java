package io.klatch.server.api;

import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Rate;
import io.klatch.domain.tenant.KeyAlgorithm;
import io.klatch.domain.tenant.SigningKey;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.domain.tenant.TenantStatus;
import io.klatch.domain.tenant.Trust;
import io.klatch.domain.tenant.WebOrigin;
import io.klatch.server.api.Payload.Malformed;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a tenant is to be. A field that is absent stays as it is, one that is null becomes
/// what it is without anybody's word. Unknown fields are refused: a rule that is misspelt must not
/// look as if it held.
final class TenantFields {
  private static final Set<String> KNOWN =
      Set.of(
          "tenant_id",
          "name",
          "status",
          "signing_keys",
          "jwks_url",
          "issuer",
          "audience",
          "telegram",
          "origins",
          "limits",
          "retention_days",
          "features");

  private final ObjectNode json;

  private TenantFields(ObjectNode json) {
    this.json = json;
  }

  static TenantFields of(@Nullable JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw new Malformed("the payload must be an object");
    }
    for (var name : object.propertyNames()) {
      if (!KNOWN.contains(name)) {
        throw new Malformed(name + " is no field of a tenant");
      }
    }
    return new TenantFields(object);
  }

  /// What it is to be, given what it is.
  Tenant on(Tenant tenant) {
    return new Tenant(
        tenant.id(),
        orElse("name", tenant.name(), tenant.id().value(), this::text),
        orElse("status", tenant.status(), TenantStatus.ACTIVE, this::status),
        trust(tenant.trust()),
        policy(tenant.policy()),
        tenant.serverKeys(),
        tenant.createdAt());
  }

  private Trust trust(Trust before) {
    return new Trust(
        orElse("signing_keys", before.keys(), List.of(), it -> keys(it, before.keys())),
        orNull("jwks_url", before.jwksUrl(), this::url),
        orNull("issuer", before.issuer(), this::text),
        orNull("audience", before.audience(), this::text),
        orNull(
            "telegram",
            before.telegram(),
            it -> TelegramFields.of(json.get(it)).on(before.telegram())));
  }

  private TenantPolicy policy(TenantPolicy before) {
    return new TenantPolicy(
        orElse("origins", before.origins(), Set.of(), this::origins),
        orElse("limits", before.limits(), Map.of(), this::limits),
        orNull("retention_days", before.retentionDays(), this::days),
        orNull("features", before.features(), this::texts));
  }

  private interface Reading<T> {
    T read(String field);
  }

  private <T> T orElse(String field, T before, T reset, Reading<T> reading) {
    if (!json.has(field)) {
      return before;
    }
    return json.get(field).isNull() ? reset : reading.read(field);
  }

  private <T> @Nullable T orNull(String field, @Nullable T before, Reading<T> reading) {
    if (!json.has(field)) {
      return before;
    }
    return json.get(field).isNull() ? null : reading.read(field);
  }

  private String text(String field) {
    return text(field, json.get(field));
  }

  private static String text(String what, @Nullable JsonNode node) {
    if (node == null || !node.isString()) {
      throw new Malformed(what + " must be a string");
    }
    return node.stringValue();
  }

  private TenantStatus status(String field) {
    var text = text(field);
    for (var status : TenantStatus.values()) {
      if (status.wire().equals(text)) {
        return status;
      }
    }
    throw new Malformed("status must be active or suspended");
  }

  private URI url(String field) {
    try {
      return new URI(text(field));
    } catch (URISyntaxException e) {
      throw new Malformed(field + " must be an address");
    }
  }

  private Integer days(String field) {
    var node = json.get(field);
    if (!node.isInt()) {
      throw new Malformed(field + " must be a whole number or null");
    }
    return node.intValue();
  }

  private Set<String> texts(String field) {
    var texts = new LinkedHashSet<String>();
    elements(field).forEach(it -> texts.add(text(field + " must be an array; each", it)));
    return texts;
  }

  private List<JsonNode> elements(String field) {
    var node = json.get(field);
    if (!node.isArray()) {
      throw new Malformed(field + " must be an array");
    }
    return node.valueStream().toList();
  }

  /// A key of which only the `kid` is given is one that is there: keys are never shown, so nobody
  /// could send them back.
  private List<SigningKey> keys(String field, List<SigningKey> before) {
    var keys = new ArrayList<SigningKey>();
    for (var element : elements(field)) {
      var kid = text("signing_keys[].kid", element.get("kid"));
      keys.add(element.has("key") || element.has("alg") ? newKey(kid, element) : kept(kid, before));
    }
    return keys;
  }

  private static SigningKey newKey(String kid, JsonNode element) {
    var algorithm = KeyAlgorithm.parse(text("signing_keys[].alg", element.get("alg")));
    if (algorithm == null) {
      throw new Malformed("signing_keys[].alg must be HS256, RS256, ES256 or EdDSA");
    }
    return new SigningKey(kid, algorithm, text("signing_keys[].key", element.get("key")));
  }

  private static SigningKey kept(String kid, List<SigningKey> before) {
    for (var key : before) {
      if (key.id().equals(kid)) {
        return key;
      }
    }
    throw new Malformed("signing_keys has no key of this kid to keep; give its alg and key");
  }

  private Set<WebOrigin> origins(String field) {
    var origins = new HashSet<WebOrigin>();
    for (var text : texts(field)) {
      var origin = WebOrigin.parse(text);
      if (origin == null) {
        throw new Malformed(
            "origins must be of the form https://host or https://host:port, without a path");
      }
      origins.add(origin);
    }
    return origins;
  }

  private Map<LimitName, Rate> limits(String field) {
    if (!(json.get(field) instanceof ObjectNode object)) {
      throw new Malformed("limits must be an object");
    }
    var limits = new EnumMap<LimitName, Rate>(LimitName.class);
    for (var entry : object.properties()) {
      var name = LimitName.parse(entry.getKey());
      if (name == null) {
        throw new Malformed("limits has no limit of the name " + entry.getKey());
      }
      var rate = Rate.parse(text("limits." + entry.getKey(), entry.getValue()));
      if (rate == null) {
        throw new Malformed(
            "limits." + entry.getKey() + " must be such as '30 per 1m' or '10 per 1s burst 30'");
      }
      limits.put(name, rate);
    }
    return limits;
  }
}
