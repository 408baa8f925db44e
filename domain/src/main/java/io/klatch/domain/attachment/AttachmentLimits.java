package io.klatch.domain.attachment;

import java.time.Duration;

/// How much may be uploaded.
///
/// @param bytesMax of one file
/// @param unfinishedMax uploads of a user that are not complete
/// @param userBytesMax of all files of a user
/// @param unusedAfter how long a file is kept that no message has, or an upload of which no part
///   comes
public record AttachmentLimits(
    long bytesMax, int unfinishedMax, long userBytesMax, Duration unusedAfter) {
  public AttachmentLimits {
    if (bytesMax < 1 || unfinishedMax < 1 || userBytesMax < 1) {
      throw new IllegalArgumentException("limits of attachments begin at 1");
    }
    if (unusedAfter.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("unusedAfter is " + unusedAfter + ", at least PT1M");
    }
  }

  public static AttachmentLimits defaults() {
    return new AttachmentLimits(20_971_520, 10, 1_073_741_824, Duration.ofHours(24));
  }
}
