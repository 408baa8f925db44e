package io.klatch.bench.floor;

import io.klatch.bench.wire.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.Set;

/// The one room: a frame is encoded once, every member's queue holds the same bytes, and each
/// channel is flushed once per turn of the loop however many messages the turn brought. Confined to
/// the loop.
final class FloorRoom {

  private final EventLoop loop;
  private final Set<Channel> members = new LinkedHashSet<>();
  private boolean flushPending;

  FloorRoom(EventLoop loop) {
    this.loop = loop;
  }

  void join(Channel member) {
    members.add(member);
  }

  void leave(Channel member) {
    members.remove(member);
  }

  void say(String text) {
    ByteBuf frame =
        FrameWriter.plain(PooledByteBufAllocator.DEFAULT, "42[\"said\",\"" + text + "\"]");
    for (Channel member : members) {
      var _ = member.write(frame.retainedDuplicate(), member.voidPromise());
    }
    frame.release();
    flushSoon();
  }

  /// A task runs after all reads of this turn, so their messages leave in one write per channel.
  private void flushSoon() {
    if (!flushPending) {
      flushPending = true;
      loop.execute(this::flush);
    }
  }

  private void flush() {
    flushPending = false;
    members.forEach(Channel::flush);
  }
}
