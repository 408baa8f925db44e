package io.klatch.domain.chat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a member of a conversation may do, most first. Who makes a group is its owner; the two of a
/// direct conversation are both members.
public enum Role {
  OWNER,
  ADMIN,
  MODERATOR,
  MEMBER;

  /// Whether it allows what `least` allows.
  public boolean isAtLeast(Role least) {
    return compareTo(least) <= 0;
  }

  /// Whether members may be brought in.
  public boolean mayAdd() {
    return isAtLeast(MODERATOR);
  }

  /// Whether members of that role may be sent away: nobody acts on an equal.
  public boolean mayRemove(Role other) {
    return isAtLeast(MODERATOR) && compareTo(other) < 0;
  }

  /// Whether a member of role `from` may be given role `to`. An owner may make another owner; all
  /// else is below one's own.
  public boolean mayGive(Role from, Role to) {
    return isAtLeast(ADMIN) && compareTo(from) < 0 && (this == OWNER || compareTo(to) < 0);
  }

  /// Whether title, picture and metadata may be changed.
  public boolean mayDescribe() {
    return isAtLeast(ADMIN);
  }

  /// The role as clients and the store write it.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads what [#wire] wrote; null when there is no such role.
  public static @Nullable Role parse(String wire) {
    for (var role : values()) {
      if (role.wire().equals(wire)) {
        return role;
      }
    }
    return null;
  }
}
