package io.klatch.bench.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The one room: a frame is encoded once, every member's queue holds the same bytes, and each
/// channel is flushed once per turn of its loop however many messages the turn brought.
///
/// Safe on every loop: each loop has the members that live on it, and nobody else touches them.
final class FloorRoom {

  private final Map<EventLoop, Part> parts = new LinkedHashMap<>();

  FloorRoom(IoEventLoopGroup loops) {
    loops.forEach(loop -> parts.put((EventLoop) loop, new Part((EventLoop) loop)));
  }

  /// On the loop of the member.
  void join(Channel member) {
    partOf(member).members.add(member);
  }

  /// On the loop of the member.
  void leave(Channel member) {
    partOf(member).members.remove(member);
  }

  /// Takes the ownership of `frames`.
  void say(ByteBuf frames) {
    for (Part part : parts.values()) {
      ByteBuf shared = frames.retainedDuplicate();
      if (part.loop.inEventLoop()) {
        part.say(shared);
      } else {
        part.loop.execute(() -> part.say(shared));
      }
    }
    frames.release();
  }

  private Part partOf(Channel member) {
    Part part = parts.get(member.eventLoop());
    if (part == null) {
      throw new IllegalArgumentException("a member on another server's loop");
    }
    return part;
  }

  /// Confined to its loop.
  private static final class Part {

    private final EventLoop loop;
    private final Set<Channel> members = new LinkedHashSet<>();
    private boolean flushPending;

    Part(EventLoop loop) {
      this.loop = loop;
    }

    void say(ByteBuf frames) {
      for (Channel member : members) {
        var _ = member.write(frames.retainedDuplicate(), member.voidPromise());
      }
      frames.release();
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
}
