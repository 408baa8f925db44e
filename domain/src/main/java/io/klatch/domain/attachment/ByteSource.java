package io.klatch.domain.attachment;

/// Bytes on their way from somewhere. Used by one thread; reading blocks.
public interface ByteSource extends AutoCloseable {
  /// At least one byte, or -1 at the end.
  ///
  /// @throws CutOffException when it ends early
  int read(byte[] into, int offset, int length);

  /// From any thread: who reads is cut off.
  @Override
  void close();

  /// There was to be more: a client was cut off, a file is damaged.
  final class CutOffException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CutOffException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
