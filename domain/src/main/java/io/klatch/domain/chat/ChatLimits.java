package io.klatch.domain.chat;

/// The sizes an operator may set.
///
/// @param textBytesMax of a message, in UTF-8
/// @param membersMax of a group, the creator among them
public record ChatLimits(int textBytesMax, int membersMax) {
  /// Not for configuration: a page must fit a packet, a title a line.
  public static final int PAGE_MAX = 100;

  public static final int PAGE_DEFAULT = 50;
  public static final int SKIP_MAX = 10_000;
  public static final int TITLE_CHARACTERS_MAX = 200;
  public static final int SYNC_PAGE = 500;

  public static final int EDITS_MAX = 100;
  public static final int EMOJIS_MAX = 20;
  public static final int PINS_MAX = 100;
  public static final int MENTIONS_MAX = 100;
  public static final int BODY_BYTES_MAX = 16_384;

  public ChatLimits {
    if (textBytesMax < 1 || textBytesMax > 100_000) {
      throw new IllegalArgumentException(
          "chat.text-bytes-max is " + textBytesMax + ", allowed is 1 to 100000");
    }
    if (membersMax < 2 || membersMax > 10_000) {
      throw new IllegalArgumentException(
          "chat.members-max is " + membersMax + ", allowed is 2 to 10000");
    }
  }

  public static ChatLimits defaults() {
    return new ChatLimits(8_000, 1_000);
  }

  static int checkedPage(int limit) {
    if (limit < 1 || limit > PAGE_MAX) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed is 1 to " + PAGE_MAX);
    }
    return limit;
  }
}
