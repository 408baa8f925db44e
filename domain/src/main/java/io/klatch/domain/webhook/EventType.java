package io.klatch.domain.webhook;

import io.klatch.domain.chat.Change;
import io.klatch.domain.event.LogEvent;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a webhook can be told. A name is never reused for something else.
public enum EventType {
  MESSAGE_NEW,
  MESSAGE_EDITED,
  MESSAGE_DELETED,
  MESSAGE_REACTION,
  MESSAGE_PINNED,
  MESSAGE_UNPINNED,
  CONVERSATION_NEW,
  CONVERSATION_UPDATED,
  MEMBER_ADDED,
  MEMBER_REMOVED,
  MEMBER_ROLE,
  /// Not in the log, and told only to who names it.
  USER_PRESENCE;

  /// What is told to who does not say what.
  public static Set<EventType> usual() {
    return EnumSet.complementOf(EnumSet.of(USER_PRESENCE));
  }

  /// Null for what concerns one user alone.
  public static @Nullable EventType of(LogEvent event) {
    return switch (event) {
      case LogEvent.MessageStored _ -> MESSAGE_NEW;
      case LogEvent.ConversationOpened _ -> CONVERSATION_NEW;
      case LogEvent.MemberJoined _ -> MEMBER_ADDED;
      case LogEvent.BlockSet _ -> null;
      case LogEvent.Changed changed ->
          changed.change().audience() == null ? of(changed.change().what()) : null;
    };
  }

  private static @Nullable EventType of(Change.What what) {
    return switch (what) {
      case Change.MemberAdded _ -> MEMBER_ADDED;
      case Change.MemberRemoved _ -> MEMBER_REMOVED;
      case Change.MessageEdited _ -> MESSAGE_EDITED;
      case Change.MessageDeleted _, Change.MessageExpired _ -> MESSAGE_DELETED;
      case Change.ReactionAdded _, Change.ReactionRemoved _ -> MESSAGE_REACTION;
      case Change.MessagePinned _ -> MESSAGE_PINNED;
      case Change.MessageUnpinned _ -> MESSAGE_UNPINNED;
      case Change.RoleGiven _ -> MEMBER_ROLE;
      case Change.ProfileChanged _ -> CONVERSATION_UPDATED;
      case Change.MessageHidden _, Change.SettingsChanged _ -> null;
    };
  }

  /// The name in `events` and `type`: `message.new`.
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /// The stream it is of, by the name that the third source system's consumers know; null for what
  /// is not in the log.
  public @Nullable String topic() {
    return switch (this) {
      case MESSAGE_NEW,
          MESSAGE_EDITED,
          MESSAGE_DELETED,
          MESSAGE_REACTION,
          MESSAGE_PINNED,
          MESSAGE_UNPINNED ->
          "chat.messages";
      case CONVERSATION_NEW, CONVERSATION_UPDATED, MEMBER_ADDED, MEMBER_REMOVED, MEMBER_ROLE ->
          "chat.conversations";
      case USER_PRESENCE -> null;
    };
  }

  /// Reads what [#wire] wrote; null when there is none of that name.
  public static @Nullable EventType parse(String wire) {
    for (var type : values()) {
      if (type.wire().equals(wire)) {
        return type;
      }
    }
    return null;
  }
}
