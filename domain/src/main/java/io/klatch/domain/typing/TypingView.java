package io.klatch.domain.typing;

import java.util.List;

/// What one viewer is shown.
///
/// @param users at most [TypingRules#SHOWN_MAX], who began first; empty when only the count is told
/// @param count all of them
public record TypingView(List<Typist> users, int count) {
  public TypingView {
    users = List.copyOf(users);
  }

  /// One line in English; empty when nobody is typing.
  public String text() {
    if (count == 0) {
      return "";
    }
    if (users.isEmpty()) {
      return count == 1 ? "1 person is typing..." : count + " people are typing...";
    }
    var first = users.getFirst().name();
    return switch (count) {
      case 1 -> "%s is %s...".formatted(first, doing());
      case 2 -> "%s and %s are %s...".formatted(first, users.get(1).name(), doing());
      default ->
          "%s, %s and %d %s are %s..."
              .formatted(
                  first, users.get(1).name(), count - 2, count == 3 ? "other" : "others", doing());
    };
  }

  /// The common word when all of them do the same; of those who are not shown nothing is said.
  private String doing() {
    var kind = users.getFirst().kind();
    return users.stream().allMatch(each -> each.kind() == kind)
        ? kind.doing()
        : TypingKind.TEXT.doing();
  }
}
