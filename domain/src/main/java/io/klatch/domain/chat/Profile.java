package io.klatch.domain.chat;

import org.jspecify.annotations.Nullable;

/// What a group says of itself.
///
/// @param picture an address
/// @param metadata a JSON object of the application's own, unread
public record Profile(@Nullable String title, @Nullable String picture, @Nullable String metadata) {
  public static final int PICTURE_CHARACTERS_MAX = 2_000;
  public static final int METADATA_BYTES_MAX = 4_096;

  /// What a conversation says at its beginning.
  public static Profile titled(@Nullable String title) {
    return new Profile(title, null, null);
  }

  /// What is to be different; a null component stays as it is.
  public record Patch(@Nullable Field title, @Nullable Field picture, @Nullable Field metadata) {
    public Profile of(Profile before) {
      return new Profile(
          title == null ? before.title : title.value,
          picture == null ? before.picture : picture.value,
          metadata == null ? before.metadata : metadata.value);
    }
  }

  /// @param value null to have none
  public record Field(@Nullable String value) {}
}
