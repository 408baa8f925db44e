package io.klatch.domain.account;

import io.klatch.domain.kernel.TenantId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a Mini App of Telegram shows in place of a token, as the client sent it; nothing of it is
/// believed yet. Does not print itself.
///
/// @param tenant whose app it claims to be; null for the default one
/// @param initData the raw text that Telegram gave the app
/// @param device a secret that the app keeps where it runs; null when it has none
public record Launch(@Nullable String tenant, String initData, @Nullable String device) {
  /// Longer ones are refused unread.
  public static final int INIT_DATA_CHARACTERS_MAX = 8_192;

  /// How clients name the three, beside or in place of a token.
  public static final String INIT_DATA = "tma";

  public static final String TENANT = "tenant_id";
  public static final String DEVICE = "device";

  /// What a client says by these names; null when it says nothing of Telegram.
  public static @Nullable Launch said(Function<String, @Nullable String> field) {
    var initData = field.apply(INIT_DATA);
    return initData == null ? null : new Launch(field.apply(TENANT), initData, field.apply(DEVICE));
  }

  /// Null when there can be no such tenant.
  public @Nullable TenantId tenantId() {
    try {
      return tenant == null ? TenantId.DEFAULT : new TenantId(tenant);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "Launch[" + tenant + "]";
  }
}
