package io.klatch.server.rest;

import io.klatch.domain.kernel.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Function;

/// Bytes that are made while they are read, a piece at a time. Confined to one thread.
final class Pieces extends InputStream {
  private final Iterator<byte[]> pieces;
  private byte[] piece;
  private int next;

  /// @param make a piece of each of these, which may throw [UnavailableException] when asked for
  ///   more
  <T> Pieces(byte[] first, Iterator<T> these, Function<T, byte[]> make) {
    this.piece = first;
    this.pieces =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return these.hasNext();
          }

          @Override
          public byte[] next() {
            return make.apply(these.next());
          }
        };
  }

  @Override
  public int read() throws IOException {
    return fill() ? piece[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    var count = Math.min(length, piece.length - next);
    System.arraycopy(piece, next, into, offset, count);
    next += count;
    return count;
  }

  /// Whether there is something to read.
  private boolean fill() throws IOException {
    try {
      while (next == piece.length && pieces.hasNext()) {
        piece = pieces.next();
        next = 0;
      }
    } catch (UnavailableException e) {
      throw new IOException("the store cannot read on", e);
    }
    return next < piece.length;
  }
}
