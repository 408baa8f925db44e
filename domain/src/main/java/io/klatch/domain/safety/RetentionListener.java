package io.klatch.domain.safety;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;

/// Port: hears where messages were removed for their age. Does not block.
@FunctionalInterface
public interface RetentionListener {
  /// @param firstSeq no message below it is left
  void removed(ConversationKey conversation, Seq firstSeq);
}
