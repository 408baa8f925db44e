package io.klatch.domain.tenant;

import io.klatch.domain.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One customer of this server, as it is told to be.
///
/// @param name for people
/// @param serverKeys of its back ends
public record Tenant(
    TenantId id,
    String name,
    TenantStatus status,
    Trust trust,
    TenantPolicy policy,
    List<ServerKey> serverKeys,
    Instant createdAt) {
  public static final int NAME_CHARACTERS_MAX = 200;
  public static final int SERVER_KEYS_MAX = 10;

  public Tenant {
    serverKeys = List.copyOf(serverKeys);
    if (name.isBlank() || name.length() > NAME_CHARACTERS_MAX) {
      throw new IllegalArgumentException("name has 1 to " + NAME_CHARACTERS_MAX + " characters");
    }
    if (serverKeys.size() > SERVER_KEYS_MAX) {
      throw new IllegalArgumentException(
          "a tenant has at most " + SERVER_KEYS_MAX + " server keys; delete one first");
    }
  }

  /// Without anything of its own, as the default tenant is before somebody changes it.
  static Tenant plain(TenantId id) {
    return new Tenant(
        id,
        id.value(),
        TenantStatus.ACTIVE,
        Trust.NONE,
        TenantPolicy.NONE,
        List.of(),
        Instant.EPOCH);
  }

  public boolean active() {
    return status == TenantStatus.ACTIVE;
  }

  Tenant with(ServerKey key) {
    var more = new ArrayList<>(serverKeys);
    more.add(key);
    return withServerKeys(more);
  }

  Tenant withoutServerKey(String keyId) {
    return withServerKeys(serverKeys.stream().filter(key -> !key.id().equals(keyId)).toList());
  }

  private Tenant withServerKeys(List<ServerKey> keys) {
    return new Tenant(id, name, status, trust, policy, keys, createdAt);
  }
}
