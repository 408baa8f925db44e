package io.klatch.domain.chat;

import java.time.Duration;

/// What became of a [CreateConversation].
public sealed interface CreateResult {
  /// It is there.
  ///
  /// @param created false when the direct conversation of this pair existed
  record Opened(Conversation conversation, boolean created) implements CreateResult {}

  /// A direct conversation needs exactly one member besides the caller.
  record NotAPair() implements CreateResult {}

  /// One of the two of a direct conversation has blocked the other.
  record Blocked() implements CreateResult {}

  record TooManyMembers(int members, int membersMax) implements CreateResult {}

  /// Only a group may have a title.
  record TitleOnDirect() implements CreateResult {}

  /// The title is blank, holds control characters, or is longer than allowed.
  record TitleInvalid(int charactersMax) implements CreateResult {}

  /// The caller has opened too many for now.
  record RateLimited(Duration retryAfter) implements CreateResult {}

  record Unavailable() implements CreateResult {}
}
