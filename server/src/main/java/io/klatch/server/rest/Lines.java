package io.klatch.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.kernel.UnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Objects as newline-delimited JSON, made while they are read; some lines are in memory. Confined
/// to one thread.
final class Lines extends InputStream {
  private static final int FILLED_FROM_BYTES = 16_384;

  private final Iterator<? extends JsonNode> objects;
  private final Closing closing;
  private byte[] filled = {};
  private int next;

  /// Hears once that no more is read.
  @FunctionalInterface
  interface Closing {
    /// @param isWhole whether everything was
    void closed(boolean isWhole);
  }

  Lines(Iterator<? extends JsonNode> objects, Closing closing) {
    this.objects = objects;
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
    closing.closed(next == filled.length && !objects.hasNext());
  }

  /// Whether there is something to read.
  private boolean fill() throws IOException {
    if (next < filled.length) {
      return true;
    }
    var out = new ByteArrayOutputStream();
    try {
      while (out.size() < FILLED_FROM_BYTES && objects.hasNext()) {
        out.write(objects.next().toString().getBytes(UTF_8));
        out.write('\n');
      }
    } catch (UnavailableException e) {
      throw new IOException("the store cannot read on", e);
    }
    filled = out.toByteArray();
    next = 0;
    return filled.length > 0;
  }
}
