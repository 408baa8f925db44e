package io.klatch.domain.safety;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Command: tell those who run the tenant of a message or a user.
///
/// @param reason one line, a word of the application's own such as `spam`
public record FileReport(UserKey reporter, Target target, String reason, @Nullable String comment) {
  /// What is reported.
  public sealed interface Target {}

  /// The reporter is a member of its conversation.
  public record OfMessage(ConversationId conversation, Seq seq) implements Target {}

  /// The reporter shares this conversation with the user, or any if it is null; whoever left it
  /// counts as well.
  public record OfUser(UserId user, @Nullable ConversationId conversation) implements Target {}
}
