package io.klatch.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MemberResult;
import io.klatch.domain.chat.MemberStanding.Settings;
import io.klatch.domain.chat.Membership;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.Role;
import io.klatch.domain.chat.SettingsChange;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.Text;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.server.api.Payload.Malformed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Members, roles, profile and settings of conversations, as JSON. All block; call on a virtual
/// thread.
public final class MembershipApi {
  /// In one call; a group of thousands is filled in several.
  static final int ADDED_MAX = 100;

  private final Membership membership;

  public MembershipApi(Membership membership) {
    this.membership = membership;
  }

  /// `member:add {conversation_id, user_ids, op_id?}`
  public Reply add(Identity caller, @Nullable JsonNode payload) {
    return run(caller, payload, MembershipApi::users, membership::add);
  }

  /// `member:remove {conversation_id, user_id, op_id?}`
  public Reply remove(Identity caller, @Nullable JsonNode payload) {
    return run(caller, payload, MembershipApi::user, membership::remove);
  }

  /// `conversation:leave {conversation_id, op_id?}`
  public Reply leave(Identity caller, @Nullable JsonNode payload) {
    return run(caller, payload, _ -> true, (act, _) -> membership.leave(act));
  }

  /// `member:set-role {conversation_id, user_id, role, op_id?}`
  public Reply setRole(Identity caller, @Nullable JsonNode payload) {
    return run(
        caller,
        payload,
        fields -> new Given(user(fields), role(fields)),
        (act, it) -> membership.setRole(act, it.user, it.role));
  }

  /// `conversation:update {conversation_id, title?, picture?, metadata?, message_ttl_s?,
  /// retention_days?, op_id?}`
  public Reply update(Identity caller, @Nullable JsonNode payload) {
    return run(caller, payload, MembershipApi::patch, membership::describe);
  }

  /// `conversation:archive {conversation_id, archived?, op_id?}`
  public Reply archive(Identity caller, @Nullable JsonNode payload) {
    return run(
        caller,
        payload,
        fields -> new SettingsChange.Archive(yes(fields, "archived")),
        membership::set);
  }

  /// `conversation:pin {conversation_id, pinned?, op_id?}`
  public Reply pin(Identity caller, @Nullable JsonNode payload) {
    return run(
        caller, payload, fields -> new SettingsChange.Pin(yes(fields, "pinned")), membership::set);
  }

  /// `conversation:mute {conversation_id, muted?, until?, op_id?}`
  public Reply mute(Identity caller, @Nullable JsonNode payload) {
    return run(
        caller, payload, fields -> new SettingsChange.Mute(mutedUntil(fields)), membership::set);
  }

  /// `member:list {conversation_id, limit?, cursor?}`
  public Reply list(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var cursor = fields.textOrNull("cursor");
          var after = cursor == null ? null : userId("cursor", cursor);
          var limit = ChatApi.limit(fields);
          return id == null
              ? Refusals.noSuchConversation()
              : MembershipReplies.list(membership.list(caller.key(), id, after, limit));
        });
  }

  private static <T> Reply run(
      Identity caller,
      @Nullable JsonNode payload,
      Function<Payload, T> reading,
      BiFunction<MemberAct, T, MemberResult> operation) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var op = fields.textOrNull("op_id");
          if (op != null && !OpId.isValid(op)) {
            throw new Malformed(
                "op_id must have 1 to " + OpId.CHARACTERS_MAX + " characters on one line");
          }
          var read = reading.apply(fields);
          if (id == null) {
            return Refusals.noSuchConversation();
          }
          var act = new MemberAct(caller.key(), id, op == null ? null : new OpId(op));
          return MembershipReplies.done(operation.apply(act, read));
        });
  }

  private static List<UserId> users(Payload fields) {
    var users = fields.texts("user_ids", ADDED_MAX);
    if (users.isEmpty()) {
      throw new Malformed("user_ids must name at least one user");
    }
    return users.stream().map(each -> userId("user_ids", each)).toList();
  }

  private static UserId user(Payload fields) {
    return userId("user_id", fields.text("user_id"));
  }

  private static UserId userId(String field, String text) {
    try {
      return new UserId(text);
    } catch (IllegalArgumentException e) {
      throw new Malformed(field + " is no user id: " + e.getMessage());
    }
  }

  private static Role role(Payload fields) {
    var role = Role.parse(fields.text("role"));
    if (role == null) {
      throw new Malformed("role must be owner, admin, moderator or member");
    }
    return role;
  }

  private static Profile.Patch patch(Payload fields) {
    var title = fields.isGiven("title") ? new Profile.Field(fields.textOrNull("title")) : null;
    var picture = fields.isGiven("picture") ? new Profile.Field(picture(fields)) : null;
    var metadata = fields.isGiven("metadata") ? new Profile.Field(metadata(fields)) : null;
    var ttl =
        fields.isGiven("message_ttl_s")
            ? new Profile.Ttl(ContentFields.expiresIn(fields, "message_ttl_s"))
            : null;
    var retention =
        fields.isGiven("retention_days") ? new Profile.Days(days(fields, "retention_days")) : null;
    return new Profile.Patch(title, picture, metadata, ttl, retention);
  }

  private static @Nullable Integer days(Payload fields, String field) {
    var days = fields.wholeOrNull(field, 1, TenantPolicy.RETENTION_DAYS_MAX);
    return days == null ? null : days.intValue();
  }

  private static @Nullable String picture(Payload fields) {
    var picture = fields.textOrNull("picture");
    if (picture != null
        && (!Text.isStorable(picture)
            || Text.characters(picture) > Profile.PICTURE_CHARACTERS_MAX)) {
      throw new Malformed(
          "picture must have at most " + Profile.PICTURE_CHARACTERS_MAX + " characters");
    }
    return picture;
  }

  private static @Nullable String metadata(Payload fields) {
    var metadata = fields.objectOrNull("metadata");
    var json = metadata == null ? null : metadata.toString();
    if (json != null && json.getBytes(UTF_8).length > Profile.METADATA_BYTES_MAX) {
      throw new Malformed(
          "metadata must be an object of at most " + Profile.METADATA_BYTES_MAX + " bytes");
    }
    if (json != null && !Text.isStorable(json)) {
      throw new Malformed("metadata must not hold a lone surrogate or a NUL");
    }
    return json;
  }

  private static boolean yes(Payload fields, String field) {
    var flag = fields.flagOrNull(field);
    return flag == null || flag;
  }

  private static @Nullable Instant mutedUntil(Payload fields) {
    var until = fields.textOrNull("until");
    if (!yes(fields, "muted")) {
      return null;
    }
    if (until == null) {
      return Settings.FOR_EVER;
    }
    try {
      var instant = Instant.parse(until).truncatedTo(ChronoUnit.MILLIS);
      return instant.isAfter(Settings.FOR_EVER) ? Settings.FOR_EVER : instant;
    } catch (DateTimeException e) {
      throw new Malformed("until must be a time such as 2026-11-21T09:00:00Z");
    }
  }

  private record Given(UserId user, Role role) {}
}
