package io.klatch.server.files;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// An S3-compatible bucket and the key that opens it.
///
/// @param endpoint null for Amazon's own of the region
/// @param prefix what the names of all objects begin with; may be empty
public record BucketConfig(
    @Nullable URI endpoint,
    String region,
    String bucket,
    String prefix,
    String accessKey,
    String secretKey) {
  @Override
  public String toString() {
    return "BucketConfig[endpoint=%s, region=%s, bucket=%s, prefix=%s, accessKey=%s]"
        .formatted(endpoint, region, bucket, prefix, accessKey);
  }
}
