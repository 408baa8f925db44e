package io.klatch.domain.safety;

import io.klatch.domain.chat.Message;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A report as those who review it see it.
///
/// @param reported the user, or the message's sender
/// @param conversation null where a user was reported without one
/// @param message as it was when it was reported; null where a user was reported
public record Report(
    ReportId id,
    UserId reporter,
    UserId reported,
    @Nullable ConversationId conversation,
    @Nullable Message message,
    String reason,
    @Nullable String comment,
    Instant createdAt,
    Review review) {

  /// @param resolver who decided
  /// @param at when; null while it is open
  public record Review(
      ReviewState state, @Nullable String resolver, @Nullable String note, @Nullable Instant at) {
    public static final Review NONE = new Review(ReviewState.OPEN, null, null, null);
  }
}
