package io.klatch.domain.safety;

import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.util.List;

/// Whom a user has blocked, by rising id.
///
/// @param hasMore whether there are further ones
public record BlockPage(List<Block> blocks, boolean hasMore) {
  public BlockPage {
    blocks = List.copyOf(blocks);
  }

  /// One of them.
  public record Block(UserId user, Instant since) {}
}
