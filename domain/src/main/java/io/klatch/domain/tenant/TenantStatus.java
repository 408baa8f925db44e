package io.klatch.domain.tenant;

import java.util.Locale;

/// Whether a tenant is served.
public enum TenantStatus {
  ACTIVE,
  /// Nobody connects and no request is answered; everything stored stays.
  SUSPENDED;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
