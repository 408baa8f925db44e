package io.klatch.domain.attachment;

import java.time.Duration;

/// What became of something done to an upload.
public sealed interface UploadResult {
  /// It is under way; so much of it is on disk.
  record Going(Upload upload) implements UploadResult {}

  /// It is an attachment.
  ///
  /// @param made false when it was one before
  record Complete(Attachment attachment, boolean made) implements UploadResult {}

  /// It is no more.
  record GivenUp() implements UploadResult {}

  /// There is none of that id, or it is somebody else's.
  record NotFound() implements UploadResult {}

  record TooLarge(long bytesMax) implements UploadResult {}

  /// It has fewer bytes than were announced.
  record Incomplete(long received, long size) implements UploadResult {}

  /// The part does not begin where the bytes on disk end.
  record WrongOffset(long received) implements UploadResult {}

  /// Something else is being done to it. If that is a part coming in, it is cut off: its sender may
  /// be gone without a word, and be the one who asks.
  record Busy() implements UploadResult {}

  /// The connection ended before the file did; what came of a resumable one is kept.
  record CutOff() implements UploadResult {}

  /// @param what of which there are as many as allowed
  record TooMany(String what, long max) implements UploadResult {}

  record RateLimited(Duration retryAfter) implements UploadResult {}

  record Unavailable() implements UploadResult {}
}
