package io.klatch.domain.chat;

import io.klatch.domain.kernel.Seq;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages in rising `seq`.
///
/// @param hasMore whether there are more in the direction asked for
/// @param firstSeq those below it were removed for their age; null where nobody pages a
///   conversation
public record MessagePage(List<Message> messages, boolean hasMore, @Nullable Seq firstSeq) {
  public MessagePage {
    messages = List.copyOf(messages);
  }

  public MessagePage(List<Message> messages, boolean hasMore) {
    this(messages, hasMore, null);
  }
}
