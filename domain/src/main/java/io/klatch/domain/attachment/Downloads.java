package io.klatch.domain.attachment;

import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives files out, to who uploaded them and to members of conversations where a message has them.
/// Blocks; call on a virtual thread.
public final class Downloads {
  private final AttachmentStore store;
  private final Blobs blobs;

  public Downloads(AttachmentStore store, Blobs blobs) {
    this.store = store;
    this.blobs = blobs;
  }

  public DownloadResult find(UserKey reader, AttachmentId id) {
    var key = new AttachmentKey(reader.tenant(), id);
    return found(key, () -> store.readable(reader, id));
  }

  /// For who shows that a reader was let in before.
  public DownloadResult find(AttachmentKey key) {
    return found(key, () -> store.find(key));
  }

  public ByteSource read(AttachmentKey key, long first, long length) {
    return blobs.read(key, first, length);
  }

  public byte @Nullable [] thumbnail(AttachmentKey key) {
    return blobs.thumbnail(key);
  }

  private static DownloadResult found(AttachmentKey key, Supplier<@Nullable Attachment> find) {
    try {
      var attachment = find.get();
      return attachment == null
          ? new DownloadResult.NotFound()
          : new DownloadResult.Found(attachment, key);
    } catch (UnavailableException _) {
      return new DownloadResult.Unavailable();
    }
  }
}
