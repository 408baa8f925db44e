package io.klatch.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.kernel.UnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Function;

/// Text that is made while it is read; a part of it is in memory. Confined to one thread.
///
/// @param <T> what it is made of
final class Pieces<T> extends InputStream {
  private static final int FILLED_FROM_BYTES = 16_384;

  private final Iterator<? extends T> these;
  private final Function<T, String> make;
  private final Closing closing;
  private byte[] filled;
  private int next;

  /// Hears that no more is read.
  @FunctionalInterface
  interface Closing {
    Closing NOBODY = _ -> {};

    /// @param isWhole whether everything was
    void closed(boolean isWhole);
  }

  /// @param head what comes first
  /// @param these may throw [UnavailableException] when asked for more
  /// @param make the text of each
  Pieces(String head, Iterator<? extends T> these, Function<T, String> make, Closing closing) {
    this.filled = head.getBytes(UTF_8);
    this.these = these;
    this.make = make;
    this.closing = closing;
  }

  @Override
  public int read() throws IOException {
    return fill() ? filled[next++] & 0xff : -1;
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
    var count = Math.min(length, filled.length - next);
    System.arraycopy(filled, next, into, offset, count);
    next += count;
    return count;
  }

  @Override
  public void close() {
    closing.closed(next == filled.length && !these.hasNext());
  }

  /// Whether there is something to read.
  private boolean fill() throws IOException {
    if (next < filled.length) {
      return true;
    }
    var out = new ByteArrayOutputStream();
    try {
      while (out.size() < FILLED_FROM_BYTES && these.hasNext()) {
        out.write(make.apply(these.next()).getBytes(UTF_8));
      }
    } catch (UnavailableException e) {
      throw new IOException("the store cannot read on", e);
    }
    filled = out.toByteArray();
    next = 0;
    return filled.length > 0;
  }
}
