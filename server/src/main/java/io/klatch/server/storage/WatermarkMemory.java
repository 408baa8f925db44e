package io.klatch.server.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.klatch.domain.chat.Change;
import io.klatch.domain.event.CommitListener;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.Marks;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.Moved;
import io.klatch.domain.receipt.Standing;
import io.klatch.domain.receipt.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Members' marks in memory, never behind the table, and the steps that are not written yet.
/// Thread-safe; nothing here waits.
///
/// It hears each commit on the writer's thread, before anybody else: so a conversation's last
/// number and what a sender has read by sending are here before a client can know of the message.
///
/// A standing that is not kept is read from the table, and what is pending is laid over it. Between
/// the read and that, a write may have ended and taken its steps out of `pending`. So every write
/// counts up `overtaken` before it does, as does who joins or leaves, and what was read before is
/// not kept. All that touches one member happens inside `pending.compute`, the lock for it.
final class WatermarkMemory implements CommitListener {
  /// About 60 MB.
  private static final int KEPT_MAX = 300_000;

  /// About 30 MB.
  private static final int HEADS_MAX = 200_000;

  private final CommitListener next;
  private final Cache<ConversationKey, Seq> heads =
      Caffeine.newBuilder().maximumSize(HEADS_MAX).executor(Runnable::run).build();
  private final Cache<MemberKey, Standing> kept =
      Caffeine.newBuilder().maximumSize(KEPT_MAX).executor(Runnable::run).build();
  private final Map<MemberKey, Step> pending = new ConcurrentHashMap<>();
  private final Map<MemberKey, Seq> sent = new ConcurrentHashMap<>();
  private final AtomicLong overtaken = new AtomicLong();
  private volatile LogPosition heard;

  /// @param head the last position committed before
  WatermarkMemory(CommitListener next, LogPosition head) {
    this.next = next;
    this.heard = head;
  }

  @Override
  public void committed(List<LogEvent> events) {
    for (var event : events) {
      switch (event) {
        case LogEvent.MessageStored stored -> {
          var message = stored.message();
          reached(stored.conversationKey(), message.seq());
          if (!message.sender().equals(UserId.SYSTEM)) {
            var sender = new MemberKey(stored.tenant(), message.conversation(), message.sender());
            sent.merge(sender, message.seq(), WatermarkMemory::later);
          }
        }
        case LogEvent.MemberJoined joined -> forget(joined, joined.user());
        case LogEvent.Changed changed -> {
          if (changed.change().what() instanceof Change.MemberRemoved(var user)) {
            forget(changed, user);
          }
        }
        case LogEvent.ConversationOpened _, LogEvent.BlockSet _ -> {}
      }
    }
    heard = events.getLast().position();
    next.committed(events);
  }

  /// The conversation has at least this number.
  void reached(ConversationKey conversation, Seq seq) {
    heads.asMap().merge(conversation, seq, WatermarkMemory::later);
  }

  /// How the member stands; null when they or the conversation's last number are not in memory.
  @Nullable Standing standing(MemberKey member) {
    var standing = kept.getIfPresent(member);
    return standing == null || heads.getIfPresent(member.conversationKey()) == null
        ? null
        : view(member, standing);
  }

  /// Moves the member; null when they are not in memory.
  @Nullable Moved move(MemberKey member, Step step) {
    var done = new ArrayList<Moved>(1);
    pending.compute(
        member,
        (_, before) -> {
          var standing = kept.getIfPresent(member);
          if (standing == null) {
            return before;
          }
          var after = step.from(standing);
          done.add(new Moved(member, view(member, standing), view(member, after)));
          if (after.equals(standing)) {
            return before;
          }
          kept.put(member, after);
          return before == null ? step : before.then(step);
        });
    return done.isEmpty() ? null : done.getFirst();
  }

  /// What must not have changed between a read of the table and [#keep].
  long overtaken() {
    return overtaken.get();
  }

  /// Keeps what was read of the table.
  ///
  /// @param before [#overtaken] as it was before the read
  /// @return how the member stands; null when the read was overtaken
  @Nullable Standing keep(MemberKey member, Standing row, long before) {
    reached(member.conversationKey(), row.lastSeq());
    var result = new ArrayList<Standing>(1);
    pending.compute(
        member,
        (_, step) -> {
          if (overtaken.get() == before) {
            var known = kept.getIfPresent(member);
            var newest = known != null ? known : step == null ? row : step.from(row);
            kept.put(member, newest);
            result.add(view(member, newest));
          }
          return step;
        });
    return result.isEmpty() ? null : result.getFirst();
  }

  /// How many members' steps are not written yet.
  int pending() {
    return pending.size();
  }

  /// The steps to write now.
  List<Map.Entry<MemberKey, Step>> steps() {
    return List.copyOf(Map.copyOf(pending).entrySet());
  }

  /// These are in the table.
  void written(List<Map.Entry<MemberKey, Step>> steps) {
    overtaken.incrementAndGet();
    steps.forEach(step -> pending.remove(step.getKey(), step.getValue()));
  }

  /// What members have sent that is no step yet, and up to which message.
  Map<MemberKey, Seq> sent() {
    return sent;
  }

  /// Makes a step of what the member has sent.
  void settle(MemberKey sender, Seq seq, Step step) {
    pending.compute(
        sender,
        (_, before) -> {
          var standing = kept.getIfPresent(sender);
          if (standing != null) {
            kept.put(sender, step.from(standing));
          }
          return before == null ? step : before.then(step);
        });
    sent.remove(sender, seq);
  }

  /// The position up to which everything sent is here.
  LogPosition heard() {
    return heard;
  }

  private void forget(LogEvent.OfConversation event, UserId user) {
    TenantId tenant = event.tenant();
    var member = new MemberKey(tenant, event.conversationKey().conversation(), user);
    pending.compute(
        member,
        (_, step) -> {
          overtaken.incrementAndGet();
          kept.invalidate(member);
          return step;
        });
  }

  /// With the newest number, and with what the member has sent a moment ago.
  private Standing view(MemberKey member, Standing standing) {
    var head = heads.getIfPresent(member.conversationKey());
    var own = sent.get(member);
    return new Standing(
        own == null ? standing.marks() : standing.marks().max(Marks.readInPrivateUpTo(own)),
        standing.markedUnread() && own == null,
        head == null ? standing.lastSeq() : head);
  }

  private static Seq later(Seq one, Seq other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
