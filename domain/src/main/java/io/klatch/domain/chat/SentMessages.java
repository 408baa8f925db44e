package io.klatch.domain.chat;

/// Port: what was sent before. Blocks. Throws [io.klatch.domain.kernel.UnavailableException] when
/// the store cannot do it now.
@FunctionalInterface
public interface SentMessages {
  /// Whether the sender has a message of this client id there already; false without one.
  boolean isSent(SendMessage command);
}
