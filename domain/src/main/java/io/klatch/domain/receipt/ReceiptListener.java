package io.klatch.domain.receipt;

/// Port: hears each change of a member's standing. On the thread of who caused it; may block
/// briefly.
@FunctionalInterface
public interface ReceiptListener {
  void moved(Moved moved);
}
