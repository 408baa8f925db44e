package io.klatch.domain.tenant;

import io.klatch.domain.kernel.TenantId;
import org.jspecify.annotations.Nullable;

/// Which tenant has which bot now.
///
/// @param ofDefault the configured one, of the default tenant while nobody has given that another
public record TelegramBots(TenantDirectory tenants, @Nullable TelegramBot ofDefault) {

  /// Null where users cannot come by Telegram, a tenant that is not served included.
  public @Nullable TelegramBot of(TenantId id) {
    var tenant = tenants.find(id);
    if (tenant == null || !tenant.active()) {
      return null;
    }
    var own = tenant.trust().telegram();
    return own == null && id.equals(TenantId.DEFAULT) ? ofDefault : own;
  }
}
