package io.klatch.server.api;

import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.WebOrigin;
import io.klatch.server.json.Times;
import java.util.Collection;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows a tenant; of its keys only their names.
final class TenantJson {
  private TenantJson() {}

  static ObjectNode of(Tenant tenant) {
    var json = JsonNodeFactory.instance.objectNode();
    var trust = tenant.trust();
    var policy = tenant.policy();
    json.put("tenant_id", tenant.id().value());
    json.put("name", tenant.name());
    json.put("status", tenant.status().wire());
    var keys = json.putArray("signing_keys");
    trust
        .keys()
        .forEach(key -> keys.addObject().put("kid", key.id()).put("alg", key.algorithm().wire()));
    json.put("jwks_url", trust.jwksUrl() == null ? null : trust.jwksUrl().toString());
    json.put("issuer", trust.issuer());
    json.put("audience", trust.audience());
    json.set("telegram", TelegramFields.shown(trust.telegram()));
    putTexts(json, "origins", policy.origins().stream().map(WebOrigin::value).toList());
    var limits = json.putObject("limits");
    new TreeMap<>(policy.limits())
        .forEach((name, rate) -> limits.put(name.wire(), rate.toString()));
    json.put("retention_days", policy.retentionDays());
    if (policy.features() == null) {
      json.putNull("features");
    } else {
      putTexts(json, "features", policy.features());
    }
    var serverKeys = json.putArray("server_keys");
    tenant
        .serverKeys()
        .forEach(key ->
            serverKeys
                .addObject()
                .put("key_id", key.id())
                .put("created_at", Times.wire(key.createdAt())));
    json.put("created_at", Times.wire(tenant.createdAt()));
    return json;
  }

  private static void putTexts(ObjectNode json, String field, Collection<String> texts) {
    var array = json.putArray(field);
    texts.stream().sorted().forEach(array::add);
  }
}
