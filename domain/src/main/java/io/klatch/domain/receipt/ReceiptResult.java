package io.klatch.domain.receipt;

import io.klatch.domain.kernel.ConversationId;
import java.util.List;

/// What became of receipts.
public sealed interface ReceiptResult {
  /// One outcome for each, in their order.
  record Done(List<Outcome> outcomes) implements ReceiptResult {
    public Done {
      outcomes = List.copyOf(outcomes);
    }
  }

  record Unavailable() implements ReceiptResult {}

  /// What became of one receipt.
  sealed interface Outcome {
    /// The member's marks are these now.
    record Marked(ConversationId conversation, Marks marks) implements Outcome {}

    record NotFound() implements Outcome {}
  }
}
