package io.klatch.domain.room;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A room as everybody of its tenant may see it.
///
/// @param conversation what is said in it; its participants are that one's members
/// @param owner null for one that the configuration has made
/// @param expiresAt when it closes by itself; null for one that is there for good
/// @param spotlight the participant everybody is to look at; null for nobody
public record Room(
    RoomKey key,
    String name,
    @Nullable String description,
    RoomTerms terms,
    RoomCrowd crowd,
    ConversationId conversation,
    @Nullable UserId owner,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable UserId spotlight,
    RoomOrder order) {
  public static final int NAME_CHARACTERS_MAX = 100;
  public static final int DESCRIPTION_CHARACTERS_MAX = 500;

  public RoomId id() {
    return key.room();
  }

  public ConversationKey conversationKey() {
    return new ConversationKey(key.tenant(), conversation);
  }

  public boolean isPermanent() {
    return expiresAt == null;
  }

  public boolean isFull() {
    return crowd.participants() >= terms.capacity();
  }

  public int availableSlots() {
    return terms.capacity() - crowd.participants();
  }

  public Room with(RoomCrowd now) {
    return with(now, spotlight, order);
  }

  public Room lit(@Nullable UserId user) {
    return with(crowd, user, order);
  }

  public Room with(RoomOrder now) {
    return with(crowd, spotlight, now);
  }

  private Room with(RoomCrowd then, @Nullable UserId lit, RoomOrder kept) {
    return new Room(
        key, name, description, terms, then, conversation, owner, createdAt, expiresAt, lit, kept);
  }
}
