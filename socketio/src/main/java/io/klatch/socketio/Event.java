package io.klatch.socketio;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a client emitted: a name, arguments (bytes as `BinaryNode`), and perhaps the wish for an
/// acknowledgement.
public final class Event {
  /// Sends the answer of an event.
  @FunctionalInterface
  interface Reply {
    void send(@Nullable Object[] args);
  }

  private final String name;
  private final List<JsonNode> args;
  private final @Nullable Reply reply;
  private final AtomicBoolean replied = new AtomicBoolean();

  Event(String name, List<JsonNode> args, @Nullable Reply reply) {
    this.name = name;
    this.args = args;
    this.reply = reply;
  }

  public String name() {
    return name;
  }

  public List<JsonNode> args() {
    return args;
  }

  /// The argument at an index, or null if there are fewer.
  public @Nullable JsonNode arg(int index) {
    return index < args.size() ? args.get(index) : null;
  }

  public boolean wantsReply() {
    return reply != null;
  }

  /// Acknowledges the event, from any thread; the second and later calls, and calls nobody waits
  /// for, do nothing.
  ///
  /// @param replyArgs anything Jackson can write; `byte[]` and `BinaryNode` go as attachments
  public void reply(@Nullable Object... replyArgs) {
    if (reply != null && replied.compareAndSet(false, true)) {
      reply.send(replyArgs);
    }
  }
}
