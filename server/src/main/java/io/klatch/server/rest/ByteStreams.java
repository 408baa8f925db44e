package io.klatch.server.rest;

import io.klatch.domain.attachment.ByteSource;
import io.klatch.domain.attachment.ByteSource.CutOffException;
import java.io.IOException;
import java.io.InputStream;

/// The domain's bytes on their way as the JDK's, and back.
final class ByteStreams {
  private ByteStreams() {}

  static ByteSource source(InputStream in) {
    return new ByteSource() {
      @Override
      public int read(byte[] into, int offset, int length) {
        try {
          return in.read(into, offset, length);
        } catch (IOException e) {
          throw new CutOffException("a body ended early", e);
        }
      }

      @Override
      public void close() {
        try {
          in.close();
        } catch (IOException e) {
          throw new CutOffException("a body did not close", e);
        }
      }
    };
  }

  static InputStream stream(ByteSource source) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        try {
          return source.read(into, offset, length);
        } catch (CutOffException e) {
          throw new IOException(e);
        }
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }
}
