package io.klatch.server.files;

import io.klatch.domain.attachment.Blobs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class FileBlobsTest extends BlobsContract {
  @Override
  Blobs open(Path attachments) throws IOException {
    return new FileBlobs(attachments);
  }

  @Override
  List<String> kept() throws IOException {
    return files().stream().map(Path::toString).toList();
  }
}
