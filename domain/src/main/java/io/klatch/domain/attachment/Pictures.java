package io.klatch.domain.attachment;

import org.jspecify.annotations.Nullable;

/// Port: looks at pictures. Blocks; what is no picture that it knows, or too large to be looked at,
/// has neither extent nor thumbnail.
@FunctionalInterface
public interface Pictures {
  Seen look(AttachmentKey unfinished, FileType type);

  /// @param thumbnail a small picture, JPEG or PNG
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
  record Seen(@Nullable Extent extent, byte @Nullable [] thumbnail) {
    public static final Seen NOTHING = new Seen(null, null);
  }
}
