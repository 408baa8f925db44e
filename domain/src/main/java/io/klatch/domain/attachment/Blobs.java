package io.klatch.domain.attachment;

import org.jspecify.annotations.Nullable;

/// Port: the bytes of attachments. All block. What cannot be written now, a full disk for one, is
/// an [io.klatch.domain.kernel.UnavailableException].
public interface Blobs {
  /// Writes what `from` has behind the first `offset` bytes of the unfinished blob, in place of
  /// what is there; durable when it returns. Does not read more than one byte above `bytesMax`.
  Appended append(AttachmentKey key, long offset, ByteSource from, long bytesMax);

  /// The first bytes, at most `max`; null when there are none of that key.
  byte @Nullable [] head(AttachmentKey key, int max);

  /// The blob is whole: it is kept, with its thumbnail, where it can be read. Again is the same.
  void finish(AttachmentKey key, byte @Nullable [] thumbnail);

  /// `length` bytes from `first` on of a finished one.
  ///
  /// @throws ByteSource.CutOffException when there are none
  ByteSource read(AttachmentKey key, long first, long length);

  /// Null when there is none.
  byte @Nullable [] thumbnail(AttachmentKey key);

  /// Finished or not, with its thumbnail; nothing when there is none.
  void delete(AttachmentKey key);

  /// What an [#append] did.
  ///
  /// @param length of the blob now; the bytes above `bytesMax` are not in it
  /// @param how whether all there is was written
  record Appended(long length, How how) {}

  /// How an append ended.
  enum How {
    WHOLE,
    /// The sender was cut off.
    CUT_OFF,
    /// There was more than `bytesMax`.
    TOO_LONG
  }
}
