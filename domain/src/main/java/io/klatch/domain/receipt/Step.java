package io.klatch.domain.receipt;

import org.jspecify.annotations.Nullable;

/// A move of a member's marks: forward to `marks` where they are behind.
///
/// @param markedUnread null leaves it as it is
public record Step(Marks marks, @Nullable Boolean markedUnread) {
  /// This step and then the next one as one.
  public Step then(Step next) {
    return new Step(
        marks.max(next.marks), next.markedUnread == null ? markedUnread : next.markedUnread);
  }

  public Standing from(Standing before) {
    return new Standing(
        before.marks().max(marks),
        markedUnread == null ? before.markedUnread() : markedUnread,
        before.lastSeq());
  }
}
