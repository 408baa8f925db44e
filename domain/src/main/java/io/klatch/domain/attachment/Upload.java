package io.klatch.domain.attachment;

import io.klatch.domain.kernel.UserKey;
import java.time.Instant;

/// A file on its way in.
///
/// @param size in bytes, as announced; of one that comes in one piece, at most
/// @param received how many are on disk
/// @param keptUntil when it is given up, unless a further part comes before
public record Upload(
    AttachmentId id, UserKey owner, FileName name, long size, long received, Instant keptUntil) {
  public Upload {
    if (size < 0 || received < 0 || received > size) {
      throw new IllegalArgumentException(received + " of " + size + " bytes received");
    }
  }

  public AttachmentKey key() {
    return new AttachmentKey(owner.tenant(), id);
  }

  Upload with(long bytes, Instant until) {
    return new Upload(id, owner, name, size, bytes, until);
  }
}
