package io.klatch.server.storage;

import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.Message;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One transaction of the writer: its statements, its time, and the log entries it adds. Confined
/// to the writer's thread.
final class Batch {
  private final Statements statements;
  private final long headBefore;
  private final Instant now;
  private final List<LogEvent> events = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();

  /// @param headBefore the last committed log position
  Batch(Statements statements, long headBefore, Instant now) {
    this.statements = statements;
    this.headBefore = headBefore;
    this.now = now;
  }

  Statements statements() {
    return statements;
  }

  Instant now() {
    return now;
  }

  List<LogEvent> events() {
    return events;
  }

  /// What is to be told besides the log, in this order, when all is committed: on the writer's
  /// thread, so it must not block.
  void afterCommit(Runnable news) {
    afterCommit.add(news);
  }

  List<Runnable> afterCommit() {
    return afterCommit;
  }

  long head() {
    return headBefore + events.size();
  }

  LogPosition addMessage(TenantId tenant, Message message, Instant persistedAt) {
    var position = nextPosition();
    events.add(new LogEvent.MessageStored(position, tenant, persistedAt, message));
    return position;
  }

  void addConversation(TenantId tenant, Conversation conversation) {
    events.add(
        new LogEvent.ConversationOpened(
            nextPosition(), tenant, conversation.createdAt(), conversation));
  }

  void addChange(LogEvent.Changed event) {
    events.add(event);
  }

  void addBlock(LogEvent.BlockSet event) {
    events.add(event);
  }

  /// Whoever came by that change is shown the conversation instead of it.
  void show(LogEvent.MemberJoined joined) {
    events.set((int) (joined.position().value() - headBefore - 1), joined);
  }

  /// What the next entry added will get.
  LogPosition nextPosition() {
    return new LogPosition(head() + 1);
  }
}
