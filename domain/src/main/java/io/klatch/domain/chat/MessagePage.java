package io.klatch.domain.chat;

import java.util.List;

/// Messages in rising `seq`.
///
/// @param hasMore whether there are more in the direction asked for
public record MessagePage(List<Message> messages, boolean hasMore) {
  public MessagePage {
    messages = List.copyOf(messages);
  }
}
