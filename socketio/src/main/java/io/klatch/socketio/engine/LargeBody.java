package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A body on its way from the event loop, which fills it and never waits, to the one thread that
/// reads it. Bounded: while more than [#HELD_BYTES_MAX] are held, the connection is not read.
///
/// Guarded by its lock. A reader's wait ends with the body's deadline at the latest, because that
/// ends the connection.
final class LargeBody extends InputStream {
  /// What was already decoded when reading paused comes on top: one read of the socket.
  static final int HELD_BYTES_MAX = 262_144;

  private enum State {
    COMING,
    WHOLE,
    BROKEN,
    CLOSED
  }

  private final ChannelHandlerContext context;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>();
  private int held;
  private boolean paused;
  private State state = State.COMING;
  private boolean askedFirst;

  /// @param askedFirst the client waits for `100 Continue`
  LargeBody(ChannelHandlerContext context, boolean askedFirst) {
    this.context = context;
    this.askedFirst = askedFirst;
  }

  // ------------------------------------------------------------------ the event loop's side

  /// Takes over the part.
  void add(ByteBuf part) {
    lock.lock();
    try {
      if (state != State.COMING || !part.isReadable()) {
        part.release();
        return;
      }
      parts.add(part);
      held += part.readableBytes();
      if (held > HELD_BYTES_MAX && !paused) {
        paused = true;
        context.channel().config().setAutoRead(false);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// There is no more of it.
  void end() {
    leave(State.WHOLE);
  }

  /// There will be no more of it, though it is not whole.
  void breakOff() {
    leave(State.BROKEN);
  }

  private void leave(State next) {
    lock.lock();
    try {
      if (state == State.COMING) {
        state = next;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ the reader's side

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      tellToSend();
      while (parts.isEmpty()) {
        switch (state) {
          case COMING -> changed.await();
          case WHOLE -> {
            return -1;
          }
          case BROKEN -> throw new EOFException("the connection ended before the body did");
          case CLOSED -> throw new IOException("closed");
        }
      }
      return take(bytes, offset, length);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a body");
    } finally {
      lock.unlock();
    }
  }

  private int take(byte[] bytes, int offset, int length) {
    var part = parts.element();
    var count = Math.min(length, part.readableBytes());
    part.readBytes(bytes, offset, count);
    if (!part.isReadable()) {
      parts.remove();
      part.release();
    }
    held -= count;
    if (held <= HELD_BYTES_MAX / 2) {
      goOn();
    }
    return count;
  }

  private void tellToSend() {
    if (askedFirst) {
      askedFirst = false;
      var _ =
          context.writeAndFlush(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  private void goOn() {
    if (paused) {
      paused = false;
      context.executor().execute(() -> context.channel().config().setAutoRead(true));
    }
  }

  /// Lets go of what is held; what comes later is thrown away. From any thread: a reader that waits
  /// gets an exception.
  @Override
  public void close() {
    lock.lock();
    try {
      state = State.CLOSED;
      parts.forEach(ByteBuf::release);
      parts.clear();
      held = 0;
      changed.signal();
      goOn();
    } finally {
      lock.unlock();
    }
  }
}
