package io.klatch.server.files;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A server that speaks S3 and checks its signatures, in this process, with a folder behind it.
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "klatch-files";
  static final String SECRET_KEY = "the secret of that access key";
  private static final String ACCESS_KEY = "an-access-key";

  private final FilesystemNio2BlobStore store;
  private final S3Proxy server;

  public S3Server(Path folder) throws Exception {
    store = new FilesystemNio2BlobStore(folder.toString());
    store.createContainer(BUCKET);
    server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .build();
    server.start();
  }

  public BucketConfig config() {
    return config(BUCKET, SECRET_KEY);
  }

  BucketConfig config(String bucket, String secretKey) {
    var endpoint = URI.create("http://127.0.0.1:" + server.getPort());
    return new BucketConfig(endpoint, "us-east-1", bucket, "files/", ACCESS_KEY, secretKey);
  }

  /// Names of the objects in the bucket.
  public List<String> objects() {
    return store.list(BUCKET).contents().stream().map(S3Object::key).toList();
  }

  /// Large objects of which parts have come and that are none yet.
  int unfinished() {
    return store.listMultipartUploads(BUCKET).size();
  }

  /// Refuses connections from now on.
  void down() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server does not stop", e);
    }
  }

  @Override
  public void close() {
    down();
    store.close();
  }
}
