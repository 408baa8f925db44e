package io.klatch.server.files;

import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.attachment.Blobs;
import io.klatch.domain.attachment.ByteSource;
import io.klatch.domain.kernel.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Blobs as objects in a bucket. What is coming in is a file until it is whole: a client's parts
/// are of any size and S3's are not, each is to be durable when it is acknowledged, and what is
/// whole is looked at from here before it goes.
///
/// What was stored as a file before there was a bucket is read where it is.
public final class BucketBlobs implements Blobs, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BucketBlobs.class);

  private static final String THUMBNAIL = ".thumbnail";

  /// Of a thumbnail that is read; they are made far smaller.
  private static final int THUMBNAIL_BYTES_MAX = 1_000_000;

  private final FileBlobs files;
  private final Bucket bucket;

  public BucketBlobs(FileBlobs files, BucketConfig config) {
    this.files = files;
    this.bucket = new Bucket(config);
  }

  /// @throws UnavailableException when the bucket is not there or does not open
  public void check() {
    try {
      bucket.check();
    } catch (SdkException e) {
      throw new UnavailableException("the bucket does not open: " + e.getMessage(), e);
    }
  }

  @Override
  public Appended append(AttachmentKey key, long offset, ByteSource from, long bytesMax) {
    return files.append(key, offset, from, bytesMax);
  }

  @Override
  public byte @Nullable [] head(AttachmentKey key, int max) {
    var near = files.head(key, max);
    return near == null ? bytes(key, FileBlobs.name(key), max) : near;
  }

  @Override
  public void finish(AttachmentKey key, byte @Nullable [] thumbnail) {
    var name = FileBlobs.name(key);
    try {
      if (files.isComing(key)) {
        if (thumbnail != null) {
          bucket.put(name + THUMBNAIL, thumbnail);
        }
        bucket.put(name, files.place(key));
        files.delete(key);
      } else if (!files.isStored(key) && !bucket.has(name)) {
        throw new IOException("there is nothing of it");
      }
    } catch (IOException | UncheckedIOException | SdkException e) {
      throw unavailable("kept", key, e);
    }
  }

  @Override
  public ByteSource read(AttachmentKey key, long first, long length) {
    if (files.isStored(key)) {
      return files.read(key, first, length);
    }
    try {
      var found = bucket.get(FileBlobs.name(key), first, length);
      if (found == null) {
        throw new ByteSource.CutOffException(
            "the attachment " + key.id() + " is not in the bucket", new IOException("no object"));
      }
      return new ObjectSource(found);
    } catch (SdkException e) {
      throw new ByteSource.CutOffException("the attachment " + key.id() + " cannot be read now", e);
    }
  }

  @Override
  public byte @Nullable [] thumbnail(AttachmentKey key) {
    return files.isStored(key)
        ? files.thumbnail(key)
        : bytes(key, FileBlobs.name(key) + THUMBNAIL, THUMBNAIL_BYTES_MAX);
  }

  @Override
  public void delete(AttachmentKey key) {
    var name = FileBlobs.name(key);
    try {
      bucket.abort(name);
      bucket.delete(name + THUMBNAIL);
      bucket.delete(name);
    } catch (SdkException e) {
      throw unavailable("deleted", key, e);
    }
    files.delete(key);
  }

  @Override
  public void close() {
    bucket.close();
  }

  private byte @Nullable [] bytes(AttachmentKey key, String name, int max) {
    try (InputStream found = bucket.get(name, 0, max)) {
      return found == null ? null : found.readAllBytes();
    } catch (IOException | SdkException e) {
      throw unavailable("read", key, e);
    }
  }

  private static UnavailableException unavailable(String what, AttachmentKey key, Exception e) {
    log.warn("an attachment cannot be {} now attachment={}", what, key.id(), e);
    return new UnavailableException("the attachment cannot be " + what + " now", e);
  }

  private record ObjectSource(ResponseInputStream<GetObjectResponse> in) implements ByteSource {
    @Override
    public int read(byte[] into, int offset, int length) {
      try {
        return in.read(into, offset, length);
      } catch (IOException | SdkException e) {
        throw new CutOffException("an attachment cannot be read to its end", e);
      }
    }

    /// Without reading what is left.
    @Override
    public void close() {
      in.abort();
    }
  }
}
