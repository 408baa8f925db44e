package io.klatch.domain.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a group says of itself.
///
/// @param picture an address
/// @param metadata a JSON object of the application's own, unread
/// @param messageTtl after how long messages are deleted that say nothing of it; null for never
/// @param retentionDays how long it keeps its messages; null for as long as its tenant does
public record Profile(
    @Nullable String title,
    @Nullable String picture,
    @Nullable String metadata,
    @Nullable Duration messageTtl,
    @Nullable Integer retentionDays) {
  public static final int PICTURE_CHARACTERS_MAX = 2_000;
  public static final int METADATA_BYTES_MAX = 4_096;

  /// What a conversation says at its beginning.
  public static Profile titled(@Nullable String title) {
    return new Profile(title, null, null, null, null);
  }

  /// What is to be different; a null component stays as it is.
  public record Patch(
      @Nullable Field title,
      @Nullable Field picture,
      @Nullable Field metadata,
      @Nullable Ttl messageTtl,
      @Nullable Days retention) {
    /// Leaves alone how long messages live and are kept.
    public Patch(@Nullable Field title, @Nullable Field picture, @Nullable Field metadata) {
      this(title, picture, metadata, null, null);
    }

    /// Whether nothing but how long messages live is to be different.
    public boolean isTtlOnly() {
      return messageTtl != null
          && title == null
          && picture == null
          && metadata == null
          && retention == null;
    }

    public Profile of(Profile before) {
      return new Profile(
          title == null ? before.title : title.value,
          picture == null ? before.picture : picture.value,
          metadata == null ? before.metadata : metadata.value,
          messageTtl == null ? before.messageTtl : messageTtl.value,
          retention == null ? before.retentionDays : retention.value);
    }
  }

  /// @param value null to have none
  public record Field(@Nullable String value) {}

  /// @param value null for never
  public record Ttl(@Nullable Duration value) {}

  /// @param value null to say nothing about it
  public record Days(@Nullable Integer value) {}
}
