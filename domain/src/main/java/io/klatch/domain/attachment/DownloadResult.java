package io.klatch.domain.attachment;

/// What a reader gets of an attachment.
public sealed interface DownloadResult {
  record Found(Attachment attachment, AttachmentKey key) implements DownloadResult {}

  /// There is none of that id, or the reader may not have it: the two are not told apart.
  record NotFound() implements DownloadResult {}

  record Unavailable() implements DownloadResult {}
}
