package io.klatch.domain.chat;

/// Port: messages that end by themselves. Blocks; call on a virtual thread. Throws
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
///
/// Whoever reads a message whose time has passed finds it deleted, whether or not this was called.
@FunctionalInterface
public interface ExpiryStore {
  /// Deletes for all, at most `max` messages whose time has passed, each an entry of the log; the
  /// longest due first. Returns when that is durable.
  ///
  /// @return how many
  int expire(int max);
}
