package io.klatch.domain.chat;

import io.klatch.domain.kernel.UserId;
import java.util.List;

/// Members of a conversation by rising user id.
public record MemberPage(List<Member> members, boolean hasMore) {
  public MemberPage {
    members = List.copyOf(members);
  }

  public record Member(UserId user, Role role) {}
}
