package io.klatch.server;

import io.klatch.domain.attachment.AttachmentLimits;
import io.klatch.server.config.Settings;
import java.time.Duration;

/// What may be uploaded, and what is looked at of it.
///
/// @param pixelsMax of a picture that gets a thumbnail
record AttachmentConfig(AttachmentLimits limits, int pixelsMax) {
  private static final long GIGABYTES = 1_000_000_000_000L;

  static AttachmentConfig from(Settings settings) {
    var usual = AttachmentLimits.defaults();
    return new AttachmentConfig(
        new AttachmentLimits(
            settings.longInteger("attachments.bytes-max", usual.bytesMax(), 1, GIGABYTES),
            settings.integer("attachments.unfinished-max", usual.unfinishedMax(), 1, 1_000),
            settings.longInteger("attachments.user-bytes-max", usual.userBytesMax(), 1, GIGABYTES),
            settings.duration(
                "attachments.unused-after",
                usual.unusedAfter(),
                Duration.ofMinutes(1),
                Duration.ofDays(30))),
        settings.integer("attachments.pixels-max", 50_000_000, 1, 1_000_000_000));
  }
}
