package io.klatch.domain.chat;

import io.klatch.domain.kernel.UserId;
import java.util.List;

/// Whom a message calls.
///
/// @param users members, sorted
/// @param here whoever is there when it comes
/// @param all every member
public record Mentions(List<UserId> users, boolean here, boolean all) {
  public static final Mentions NONE = new Mentions(List.of(), false, false);

  public Mentions {
    users = users.stream().distinct().sorted().toList();
  }

  public boolean isEmpty() {
    return users.isEmpty() && !here && !all;
  }
}
