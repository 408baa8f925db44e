package io.klatch.domain.webhook;

import io.klatch.domain.kernel.TenantId;

/// One webhook of one tenant.
///
/// @param id 1–32 letters and digits
public record WebhookKey(TenantId tenant, String id) {
  private static final int CHARACTERS_MAX = 32;

  public WebhookKey {
    if (!isValid(id)) {
      throw new IllegalArgumentException(
          "a webhook's id has 1 to " + CHARACTERS_MAX + " letters and digits");
    }
  }

  public static boolean isValid(String id) {
    return !id.isEmpty()
        && id.length() <= CHARACTERS_MAX
        && id.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
  }
}
