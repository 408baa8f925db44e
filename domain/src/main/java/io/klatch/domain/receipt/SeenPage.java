package io.klatch.domain.receipt;

import io.klatch.domain.kernel.UserId;
import java.util.List;

/// Who has got to a message, its sender left out.
///
/// @param readCount members who have read it and let the reader know
/// @param deliveredCount members who have received it
/// @param members one page by rising id
/// @param hasMore whether there are further ones
public record SeenPage(long readCount, long deliveredCount, List<Seen> members, boolean hasMore) {
  public SeenPage {
    members = List.copyOf(members);
  }

  /// One of them.
  public record Seen(UserId user, Marks marks) {}
}
