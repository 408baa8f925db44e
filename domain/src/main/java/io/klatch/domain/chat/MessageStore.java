package io.klatch.domain.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Port: messages at rest. Both block; call on a virtual thread. Both throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface MessageStore {
  /// Checks membership, gives the message the next number of its conversation and stores it, in one
  /// transaction; returns when that is durable.
  ///
  /// @param acceptedAt becomes `createdAt`, or one millisecond after the previous message's
  Appended append(SendMessage message, Instant acceptedAt);

  /// One page, or null when the conversation is unknown or the reader is not in it
  @Nullable MessagePage page(ReadHistory query);
}
