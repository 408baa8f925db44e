package io.klatch.domain.receipt;

import io.klatch.domain.kernel.Seq;

/// Up to which message a member has got. What is read has been delivered, and made so where it is
/// not.
///
/// @param read as others may know
/// @param delivered to one of the member's devices
/// @param privateRead as only the member knows
public record Marks(Seq read, Seq delivered, Seq privateRead) {
  public static final Marks NONE = new Marks(Seq.NONE, Seq.NONE, Seq.NONE);

  public Marks {
    delivered = max(delivered, max(read, privateRead));
  }

  public static Marks readUpTo(Seq seq) {
    return new Marks(seq, seq, Seq.NONE);
  }

  public static Marks readInPrivateUpTo(Seq seq) {
    return new Marks(Seq.NONE, seq, seq);
  }

  public static Marks deliveredUpTo(Seq seq) {
    return new Marks(Seq.NONE, seq, Seq.NONE);
  }

  /// The further of each.
  public Marks max(Marks other) {
    return new Marks(
        max(read, other.read),
        max(delivered, other.delivered),
        max(privateRead, other.privateRead));
  }

  /// Up to where nothing is unread.
  public Seq readByMember() {
    return max(read, privateRead);
  }

  private static Seq max(Seq one, Seq other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
