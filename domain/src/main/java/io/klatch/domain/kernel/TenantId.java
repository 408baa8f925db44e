package io.klatch.domain.kernel;

/// One customer of this server; nothing crosses from one tenant to another. 1–128 bytes of UTF-8.
public record TenantId(String value) {
  /// Who names no tenant is of this one.
  public static final TenantId DEFAULT = new TenantId("default");

  public TenantId {
    Ids.check("tenant id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
