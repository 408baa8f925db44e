package io.klatch.domain.limit;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The allowances there are, each with what its [LimitScope] has of it where nobody says otherwise.
/// A tenant may have other rates, by these names.
public enum LimitName {
  /// Messages, of a user.
  SEND("10 per 1s burst 30", false),
  /// Messages to one conversation, of a user whose account is new. Counted besides [#SEND].
  NEW_ACCOUNT_SEND("60 per 1m", true, LimitScope.USER_IN_CONVERSATION),
  /// Conversations that come into being, by who opens them.
  CONVERSATION_NEW("20 per 1h", true),
  /// Conversations joined by name, of a user.
  JOIN("30 per 1m", true),
  /// Seats taken in rooms, of a user.
  ROOM_JOIN("30 per 1m", true),
  /// Changes of one's own presence, of a user.
  PRESENCE_SET("10 per 1m", true),
  /// Reports of messages and users, of a user.
  REPORT("20 per 1h", true),
  /// Searches, of a user.
  SEARCH("2 per 1s", false),
  /// Drafts kept, of a user.
  DRAFT("5 per 1s burst 20", true),
  /// Files uploaded, or begun to be, by a user.
  UPLOAD("60 per 1m", false),
  /// Parts of uploads, of a user.
  UPLOAD_PART("10 per 1s burst 60", false);

  private final String usual;
  private final boolean failOpen;
  private final LimitScope scope;

  LimitName(String usual, boolean failOpen) {
    this(usual, failOpen, LimitScope.USER);
  }

  LimitName(String usual, boolean failOpen, LimitScope scope) {
    this.usual = usual;
    this.failOpen = failOpen;
    this.scope = scope;
  }

  public Rate usual() {
    return Objects.requireNonNull(Rate.parse(usual));
  }

  /// Whether it lets everybody through while it cannot be counted, rather than nobody.
  public boolean failOpen() {
    return failOpen;
  }

  public LimitScope scope() {
    return scope;
  }

  /// As in configuration, metrics and a tenant's own limits: `presence-set`.
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static @Nullable LimitName parse(String text) {
    for (var name : values()) {
      if (name.wire().equals(text)) {
        return name;
      }
    }
    return null;
  }
}
