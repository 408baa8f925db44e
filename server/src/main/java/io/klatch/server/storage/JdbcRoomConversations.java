package io.klatch.server.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.moderation.RoomConversations;

/// Which conversations are those of rooms, in SQL: each is looked up once, since that never
/// changes.
final class JdbcRoomConversations implements RoomConversations {
  /// Some ten megabytes.
  private static final int KNOWN_MAX = 100_000;

  private final Readers readers;
  private final Cache<ConversationKey, Boolean> known =
      Caffeine.newBuilder().maximumSize(KNOWN_MAX).executor(Runnable::run).build();

  JdbcRoomConversations(Readers readers) {
    this.readers = readers;
  }

  /// What is not there is not kept: it may come to be.
  @Override
  public boolean isRoom(ConversationKey conversation) {
    var found = known.getIfPresent(conversation);
    if (found != null) {
      return found;
    }
    var type =
        readers.read(
            "looking what a conversation is",
            statements -> {
              var select =
                  statements.get(
                      "select type from conversations where tenant_id = ?"
                          + " and conversation_id = ?");
              select.setString(1, conversation.tenant().value());
              select.setString(2, conversation.conversation().value());
              try (var rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
              }
            });
    var isRoom = type.equals("room");
    if (!type.isEmpty()) {
      known.put(conversation, isRoom);
    }
    return isRoom;
  }
}
