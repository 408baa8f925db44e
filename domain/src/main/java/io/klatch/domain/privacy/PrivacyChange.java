package io.klatch.domain.privacy;

import org.jspecify.annotations.Nullable;

/// Some settings anew; what is null stays as it is.
public record PrivacyChange(
    @Nullable Boolean readReceipts,
    @Nullable Boolean typing,
    @Nullable Boolean lastSeen,
    @Nullable Boolean reciprocal) {

  public Privacy of(Privacy before) {
    return new Privacy(
        readReceipts == null ? before.readReceipts() : readReceipts,
        typing == null ? before.typing() : typing,
        lastSeen == null ? before.lastSeen() : lastSeen,
        reciprocal == null ? before.reciprocal() : reciprocal);
  }
}
