package io.klatch.server;

import io.klatch.domain.attachment.AttachmentLimits;
import io.klatch.server.config.Settings;
import io.klatch.server.files.BucketConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What may be uploaded, and what is looked at of it.
///
/// @param pixelsMax of a picture that gets a thumbnail
/// @param bucket null where files are kept in the data folder
record AttachmentConfig(AttachmentLimits limits, int pixelsMax, @Nullable BucketConfig bucket) {
  private static final long GIGABYTES = 1_000_000_000_000L;
  private static final String S3 = "attachments.s3.";

  /// Where whole files are kept.
  private enum Place {
    FILES,
    S3
  }

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
        settings.integer("attachments.pixels-max", 50_000_000, 1, 1_000_000_000),
        bucket(settings));
  }

  /// All keys are asked for whatever the place, so that a bucket's may be left in the file.
  private static @Nullable BucketConfig bucket(Settings settings) {
    var isS3 = settings.choice("attachments.store", Place.FILES) == Place.S3;
    var bucket = needed(settings, isS3, "bucket", "its name");
    var accessKey = needed(settings, isS3, "access-key", "the name of a key that opens it");
    var secretKey = needed(settings, isS3, "secret-key", "the secret of that key");
    var endpoint = endpoint(settings);
    var region = settings.text(S3 + "region", "us-east-1", "a region the endpoint knows");
    var prefix = settings.textOrNull(S3 + "prefix", "none", "begins the names of all objects");
    return isS3
        ? new BucketConfig(
            endpoint, region, bucket, prefix == null ? "" : prefix, accessKey, secretKey)
        : null;
  }

  private static String needed(Settings settings, boolean isS3, String name, String allowed) {
    var value = settings.textOrNull(S3 + name, "none", allowed);
    if (isS3 && (value == null || value.isBlank())) {
      settings.problem(S3 + name + " must be set where attachments.store is s3");
    }
    return value == null ? "" : value;
  }

  private static @Nullable URI endpoint(Settings settings) {
    var text = settings.textOrNull(S3 + "endpoint", "Amazon's own", "an http or https address");
    try {
      var endpoint = text == null ? null : new URI(text);
      if (endpoint == null || endpoint.getHost() != null) {
        return endpoint;
      }
    } catch (URISyntaxException _) {
      // as one without a host
    }
    settings.problem(S3 + "endpoint is " + text + ", allowed: an http or https address");
    return null;
  }
}
