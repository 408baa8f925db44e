package io.klatch.domain.moderation;

import io.klatch.domain.kernel.TenantId;

/// Port: looks at what is to be said in a room of the tenant. Called on the sender's virtual
/// thread.
@FunctionalInterface
public interface RoomFilter {
  Verdict check(TenantId tenant, String text);

  /// What may become of it.
  sealed interface Verdict {
    record Pass() implements Verdict {}

    /// It may be said in these words.
    record Mask(String text) implements Verdict {}

    /// @param what of it may not be said, for who sends it
    record Reject(String what) implements Verdict {}
  }
}
