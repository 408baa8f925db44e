package io.klatch.domain.typing;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is typing in a conversation at one moment, who began first first.
record TypingSnapshot(ConversationKey conversation, List<Shown> typists) {
  public TypingSnapshot {
    typists = List.copyOf(typists);
  }

  /// One of them.
  ///
  /// @param hiddenFrom who must not see it
  public record Shown(Typist typist, Set<UserId> hiddenFrom) {
    public Shown {
      hiddenFrom = Set.copyOf(hiddenFrom);
    }

    boolean isShownTo(UserId viewer) {
      return !typist.user().equals(viewer) && !hiddenFrom.contains(viewer);
    }
  }

  /// Who is not shown the same as everybody: those who type, and those from whom somebody is
  /// hidden.
  public Set<UserId> exceptions() {
    var users = new LinkedHashSet<UserId>();
    for (var each : typists) {
      users.add(each.typist().user());
      users.addAll(each.hiddenFrom());
    }
    return users;
  }

  /// What the viewer sees: others only.
  ///
  /// @param viewer null for everybody who is no exception
  /// @param named whether names are told, and not only how many
  public TypingView seenBy(@Nullable UserId viewer, boolean named) {
    var seen =
        typists.stream()
            .filter(each -> viewer == null || each.isShownTo(viewer))
            .map(Shown::typist)
            .toList();
    return new TypingView(
        named ? seen.subList(0, Math.min(seen.size(), TypingRules.SHOWN_MAX)) : List.of(),
        seen.size());
  }
}
