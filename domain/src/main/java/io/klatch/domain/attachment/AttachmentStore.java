package io.klatch.domain.attachment;

import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: the rows of attachments. An upload has one before it has a byte, and a file is gone before
/// its row is: no crash leaves bytes that nothing knows of. All block until it is durable and throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface AttachmentStore {
  /// Adds an upload, if its owner may have one more of that size.
  Begun begin(Upload upload, AttachmentLimits limits);

  /// The owner's upload that is not complete, or null
  @Nullable Upload upload(UserKey owner, AttachmentId id);

  /// Notes how much of it is on disk.
  ///
  /// @return false when it is not there any more
  boolean received(Upload upload);

  /// The upload is an attachment from here on, kept until `keptUntil` if no message takes it.
  ///
  /// @return false when it is not there any more
  boolean complete(Upload upload, Attachment attachment);

  /// The owner's attachment, or null
  @Nullable Attachment owned(UserKey owner, AttachmentId id);

  /// The attachment, or null when it is neither the reader's nor of a message in a conversation the
  /// reader is in
  @Nullable Attachment readable(UserKey reader, AttachmentId id);

  /// The attachment, whoever asks, or null
  @Nullable Attachment find(AttachmentKey key);

  /// Lets go of an upload, and says so: false when there is none of the owner's.
  boolean giveUp(UserKey owner, AttachmentId id);

  /// At most `max` of those whose time has come; no message can take them from here on.
  List<AttachmentKey> collect(Instant now, int max);

  /// Removes the rows of what [#collect] gave.
  void forget(List<AttachmentKey> keys);

  /// What became of a [#begin].
  enum Begun {
    ADDED,
    TOO_MANY_UNFINISHED,
    TOO_MANY_BYTES
  }
}
