package io.klatch.domain.privacy;

/// What a user lets others know.
///
/// @param readReceipts how far the user has read
/// @param typing that the user is typing
/// @param lastSeen when the user was last here
/// @param reciprocal each of these only to those who let others know the same
public record Privacy(boolean readReceipts, boolean typing, boolean lastSeen, boolean reciprocal) {
  /// Of who has never chosen.
  public static final Privacy OPEN = new Privacy(true, true, true, false);

  /// Whether someone whose own choice is `viewer` may know how far this user has read.
  public boolean showsReadReceiptsTo(Privacy viewer) {
    return readReceipts && (!reciprocal || viewer.readReceipts);
  }

  public boolean showsTypingTo(Privacy viewer) {
    return typing && (!reciprocal || viewer.typing);
  }

  public boolean showsLastSeenTo(Privacy viewer) {
    return lastSeen && (!reciprocal || viewer.lastSeen);
  }
}
