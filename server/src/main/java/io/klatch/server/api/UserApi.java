package io.klatch.server.api;

import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.user.User;
import io.klatch.domain.user.UserProfile;
import io.klatch.domain.user.UserResult;
import io.klatch.domain.user.Users;
import io.klatch.domain.user.UsersResult;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.UserJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Users as a tenant's back end tells of them. All block; call on a virtual thread.
public final class UserApi {
  private final Users users;

  public UserApi(Users users) {
    this.users = users;
  }

  /// `{user_id, name?, picture?, role?, custom?}`: a field that is absent stays, null takes it
  /// away.
  public Reply save(TenantId tenant, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          try {
            var user = new UserKey(tenant, userId(fields.text("user_id")));
            var told = profile(fields);
            return reply(users.save(user, before -> merged(fields, before, told)));
          } catch (IllegalArgumentException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
          }
        });
  }

  public Reply get(TenantId tenant, String id) {
    try {
      return reply(users.find(new UserKey(tenant, userId(id))));
    } catch (IllegalArgumentException _) {
      return noSuchUser();
    }
  }

  /// `{limit?, cursor?}`: by rising id.
  public Reply list(TenantId tenant, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          try {
            var cursor = fields.textOrNull("cursor");
            var after = cursor == null ? null : new UserId(cursor);
            return reply(users.list(tenant, after, ChatApi.limit(fields)));
          } catch (IllegalArgumentException _) {
            return Refusals.badRequest("cursor must be one that an earlier page gave");
          }
        });
  }

  private static UserId userId(String text) {
    var id = new UserId(text);
    if (id.equals(UserId.SYSTEM)) {
      throw new IllegalArgumentException("user_id must not be " + id);
    }
    return id;
  }

  private static UserProfile merged(Payload fields, UserProfile before, UserProfile told) {
    return new UserProfile(
        fields.isGiven("name") ? told.name() : before.name(),
        fields.isGiven("picture") ? told.picture() : before.picture(),
        fields.isGiven("role") ? told.role() : before.role(),
        fields.isGiven("custom") ? told.custom() : before.custom());
  }

  private static UserProfile profile(Payload fields) {
    var custom = fields.objectOrNull("custom");
    return new UserProfile(
        fields.textOrNull("name"),
        fields.textOrNull("picture"),
        fields.textOrNull("role"),
        custom == null ? null : custom.toString());
  }

  private static Reply reply(UserResult result) {
    return switch (result) {
      case UserResult.Saved(var user, var created) -> shown(user, created);
      case UserResult.Found(var user) -> shown(user, false);
      case UserResult.NotFound() -> noSuchUser();
      case UserResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static Reply reply(UsersResult result) {
    return switch (result) {
      case UsersResult.Page(var users, var next) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        var list = json.putArray("users");
        users.forEach(each -> list.add(UserJson.of(each)));
        json.put("has_more", next != null);
        json.put("cursor", next == null ? null : next.value());
        yield new Ok(json, false);
      }
      case UsersResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static Reply shown(User user, boolean made) {
    var json = JsonNodeFactory.instance.objectNode().put("ok", true);
    json.setAll(UserJson.of(user));
    return new Ok(json, made);
  }

  private static Refused noSuchUser() {
    return Refused.of(ErrorCode.NOT_FOUND, "nobody has told of such a user");
  }
}
