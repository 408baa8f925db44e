package io.klatch.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/// Objects in an S3-compatible bucket, by name. All block, and throw
/// [software.amazon.awssdk.core.exception.SdkException] for what cannot be done now; what may pass
/// is tried again by the client itself before.
final class Bucket implements AutoCloseable {
  /// Of a part of a large object; S3 takes no smaller ones than 5 MiB.
  static final int PART_BYTES = 8 * 1024 * 1024;

  private static final String TYPE = "application/octet-stream";

  /// As many as there are transfers usually (`http.transfers-max`), and some for what is short.
  private static final int CONNECTIONS_MAX = 160;

  private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// Of silence.
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  Bucket(BucketConfig config) {
    this.bucket = config.bucket();
    this.prefix = config.prefix();
    var key = AwsBasicCredentials.create(config.accessKey(), config.secretKey());
    // Without checksums of the newer kinds and bodies in chunks, which others than Amazon's do not
    // all understand. An endpoint of one's own seldom has a name for each bucket.
    var builder =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(CONNECTIONS_MAX)
                    .connectionAcquisitionTimeout(ACQUIRE_TIMEOUT)
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(READ_TIMEOUT))
            .credentialsProvider(StaticCredentialsProvider.create(key))
            .region(Region.of(config.region()))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .forcePathStyle(config.endpoint() != null);
    if (config.endpoint() != null) {
      builder.endpointOverride(config.endpoint());
    }
    this.client = builder.build();
  }

  /// Whether it is there and opens.
  void check() {
    client.headBucket(it -> it.bucket(bucket));
  }

  void put(String name, byte[] bytes) {
    client.putObject(
        it -> it.bucket(bucket).key(prefix + name).contentType(TYPE), RequestBody.fromBytes(bytes));
  }

  /// In parts where it is large: what is interrupted is tried again from the last part.
  void put(String name, Path file) throws IOException {
    var size = Files.size(file);
    if (size <= PART_BYTES) {
      client.putObject(
          it -> it.bucket(bucket).key(prefix + name).contentType(TYPE), RequestBody.fromFile(file));
      return;
    }
    abort(name);
    var upload = begin(name);
    var parts = new ArrayList<CompletedPart>();
    for (var from = 0L; from < size; from += PART_BYTES) {
      parts.add(part(name, upload, parts.size() + 1, file, from));
    }
    client.completeMultipartUpload(it ->
        it.bucket(bucket)
            .key(prefix + name)
            .uploadId(upload)
            .multipartUpload(all -> all.parts(parts)));
  }

  /// A large object that is none yet.
  ///
  /// @return what its parts are sent under
  String begin(String name) {
    return client
        .createMultipartUpload(it -> it.bucket(bucket).key(prefix + name).contentType(TYPE))
        .uploadId();
  }

  private CompletedPart part(String name, String upload, int number, Path file, long from)
      throws IOException {
    var length = Math.min(PART_BYTES, Files.size(file) - from);
    var body = RequestBody.fromContentProvider(() -> section(file, from), length, TYPE);
    var done =
        client.uploadPart(
            it ->
                it.bucket(bucket)
                    .key(prefix + name)
                    .uploadId(upload)
                    .partNumber(number)
                    .contentLength(length),
            body);
    return CompletedPart.builder().partNumber(number).eTag(done.eTag()).build();
  }

  private static InputStream section(Path file, long from) {
    try {
      var in = Files.newInputStream(file);
      in.skipNBytes(from);
      return in;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String name) {
    try {
      client.headObject(it -> it.bucket(bucket).key(prefix + name));
      return true;
    } catch (NoSuchKeyException _) {
      return false;
    }
  }

  /// At most `length` bytes from `first` on; null when there is no such object.
  @Nullable ResponseInputStream<GetObjectResponse> get(String name, long first, long length) {
    try {
      return client.getObject(it ->
          it.bucket(bucket)
              .key(prefix + name)
              .range("bytes=" + first + "-" + (first + length - 1)));
    } catch (NoSuchKeyException _) {
      return null;
    }
  }

  /// Nothing when there is none.
  void delete(String name) {
    client.deleteObject(it -> it.bucket(bucket).key(prefix + name));
  }

  /// Ends what a crash left of an object that never became one: its parts cost space.
  void abort(String name) {
    var key = prefix + name;
    for (var each : client.listMultipartUploads(it -> it.bucket(bucket).prefix(key)).uploads()) {
      if (each.key().equals(key)) {
        abort(key, each.uploadId());
      }
    }
  }

  private void abort(String key, String upload) {
    try {
      client.abortMultipartUpload(it -> it.bucket(bucket).key(key).uploadId(upload));
    } catch (NoSuchUploadException _) {
      // It has ended meanwhile.
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
