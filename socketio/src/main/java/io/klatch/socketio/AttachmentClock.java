package io.klatch.socketio;

import io.klatch.socketio.engine.EngineSession;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Gives up a packet whose next attachment does not come.
///
/// One timer, which is left to run when a packet is complete and looks again if another has begun
/// by then: attachments usually come at once, and a timer for each would cost more than they do.
///
/// Confined to the connection's inbox.
final class AttachmentClock {
  private final EngineSession session;
  private final Duration limit;
  private final Runnable late;

  /// When the last part of the packet came that waits for more, or null if none does.
  private @Nullable Long since;

  private @Nullable Future<?> timer;

  AttachmentClock(EngineSession session, Duration limit, Runnable late) {
    this.session = session;
    this.limit = limit;
    this.late = late;
  }

  /// A message has been read.
  void look(boolean isInPacket) {
    if (!isInPacket) {
      since = null;
      return;
    }
    since = System.nanoTime();
    if (timer == null) {
      timer = session.schedule(limit, this::due);
    }
  }

  private void due() {
    timer = null;
    if (since == null || !session.isOpen()) {
      return;
    }
    var left = limit.minusNanos(System.nanoTime() - since);
    if (left.isPositive()) {
      timer = session.schedule(left, this::due);
    } else {
      late.run();
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
