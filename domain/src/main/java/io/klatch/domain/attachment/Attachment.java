package io.klatch.domain.attachment;

import org.jspecify.annotations.Nullable;

/// A file that is there, as messages show it.
///
/// @param size in bytes
/// @param extent of a picture; null where it is none or could not be read
/// @param thumbnail whether there is one
public record Attachment(
    AttachmentId id,
    FileName name,
    FileType type,
    long size,
    @Nullable Extent extent,
    boolean thumbnail) {
  /// Of one message.
  public static final int OF_MESSAGE_MAX = 10;
}
