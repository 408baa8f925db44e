package io.klatch.socketio.wire;

import io.klatch.socketio.engine.CloseReason;
import io.klatch.socketio.engine.EngineMessage;
import io.klatch.socketio.engine.EngineSession;
import io.klatch.socketio.engine.SessionHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An Engine.IO application that sends back what it gets, and tells a test who came and went.
public final class EchoHandler {
  public final BlockingQueue<EngineSession> opened = new LinkedBlockingQueue<>();
  public final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

  public SessionHandler open(EngineSession session) {
    opened.add(session);
    return new SessionHandler() {
      @Override
      public void onText(String text) {
        session.send(EngineMessage.text(text));
      }

      @Override
      public void onBinary(byte[] bytes) {
        session.send(EngineMessage.binary(bytes));
      }

      @Override
      public void onClose(CloseReason reason) {
        closed.add(reason);
      }
    };
  }

  /// The next session to open.
  public EngineSession session() {
    return next(opened);
  }

  /// Why the next session closed.
  public CloseReason closeReason() {
    return next(closed);
  }

  /// Takes what must come within a few seconds.
  public static <T> T next(BlockingQueue<T> queue) {
    try {
      var next = queue.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came in ten seconds");
      }
      return next;
    } catch (InterruptedException fault) {
      throw new AssertionError("interrupted", fault);
    }
  }
}
