package io.klatch.domain.room;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Who does something in a room.
///
/// @param name what others see
/// @param claimed what their token makes them in every room of the tenant
/// @param requestId of what they ask for, for the trail it leaves; null where it has none
public record RoomActor(UserKey key, String name, Role claimed, @Nullable String requestId) {
  /// Whom a token gives no name.
  public static final String NAMELESS = "User";

  public RoomActor(UserKey key, String name, Role claimed) {
    this(key, name, claimed, null);
  }

  /// Tokens make admins and moderators of all rooms; an owner is made by making a room.
  public static RoomActor of(Identity caller) {
    var roles = caller.roles();
    var claimed =
        roles.contains(Role.ADMIN.wire())
            ? Role.ADMIN
            : roles.contains(Role.MODERATOR.wire()) ? Role.MODERATOR : Role.MEMBER;
    var named = !caller.name().equals(caller.user().value());
    return new RoomActor(caller.key(), named ? caller.name() : NAMELESS, claimed);
  }

  public RoomActor by(@Nullable String request) {
    return new RoomActor(key, name, claimed, request);
  }

  public TenantId tenant() {
    return key.tenant();
  }

  public UserId user() {
    return key.user();
  }

  public RoomKey in(RoomId room) {
    return new RoomKey(key.tenant(), room);
  }
}
