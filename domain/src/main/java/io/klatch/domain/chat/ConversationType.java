package io.klatch.domain.chat;

import java.util.Locale;

/// `DIRECT` has exactly two members and is one per pair; `GROUP` has any number and may have a
/// title; `BROADCAST` is a group in which moderators and above write and all others read; `ROOM` is
/// what is said in a room, whose participants are its members.
public enum ConversationType {
  DIRECT,
  GROUP,
  BROADCAST,
  ROOM;

  /// Whether a member of that role may write in it.
  public boolean mayPost(Role role) {
    return this != BROADCAST || role.isAtLeast(Role.MODERATOR);
  }

  /// The type as clients and the store write it.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
