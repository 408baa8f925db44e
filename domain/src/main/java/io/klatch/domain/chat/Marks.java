package io.klatch.domain.chat;

import io.klatch.domain.kernel.Emoji;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a message after it was sent, as one reader sees it.
///
/// @param editedAt when last; null when never
/// @param deleted for all: its number stays, its text is gone
/// @param replies in the thread that begins with it
public record Marks(
    @Nullable Instant editedAt,
    boolean deleted,
    boolean pinned,
    long replies,
    List<Reaction> reactions) {
  public static final Marks NONE = new Marks(null, false, false, 0, List.of());

  public Marks {
    reactions = List.copyOf(reactions);
  }

  /// How many show the same.
  ///
  /// @param mine whether the reader is one of them
  public record Reaction(Emoji emoji, long count, boolean mine) {}
}
