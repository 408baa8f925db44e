package io.klatch.server.delivery;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.socketio.Namespace;
import io.klatch.socketio.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Tells sockets here what is not in the log: typing, presence, counts. At most once, in the order
/// it was told, behind the commits that were made before.
///
/// Such an event has no offset and ends with an object, so a client that resumes does not take it
/// for one it can be brought again. Encoded once per namespace. Thread-safe; does not block. While
/// too many wait, more are dropped and counted: the newest state comes with the next change.
public final class Whisper {
  /// A second or two of fan-out behind.
  static final int WAITING_MAX = 20_000;

  /// Of a conversation with more members only those hear what is fleeting who show it now.
  public static final int MEMBERS_TOLD_MAX = 32;

  private final CommitQueue queue;
  private final Fanout fanout;
  private final Viewers viewers;
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();

  public Whisper(CommitQueue queue, Fanout fanout, Viewers viewers) {
    this.queue = queue;
    this.fanout = fanout;
    this.viewers = viewers;
  }

  /// To every socket of these users.
  public void toUsers(TenantId tenant, Set<UserId> users, Whispered event) {
    var those = Set.copyOf(users);
    post(() -> {
      var sessions = new ArrayList<Session>();
      fanout.sockets().forEach(tenant, those, sessions::add);
      send(sessions, event);
    });
  }

  /// To every socket of that one's user but itself.
  void toOthers(Session origin, Whispered event) {
    post(() -> {
      var sessions = new ArrayList<Session>();
      var owner = origin.owner();
      fanout.sockets().forEach(owner.tenant(), Set.of(owner.user()), sessions::add);
      sessions.remove(origin);
      send(sessions, event);
    });
  }

  /// To these sockets; one that has gone meanwhile gets nothing.
  public void toSessions(Collection<Session> sessions, Whispered event) {
    var those = List.copyOf(sessions);
    post(() -> send(those, event));
  }

  /// To a conversation: every socket of its members while they are no more than
  /// [#MEMBERS_TOLD_MAX], beyond that the sockets of members that show it now.
  ///
  /// @param what made on the fan-out thread, for that many sockets
  public void toConversation(ConversationKey conversation, IntFunction<Told> what) {
    post(() -> {
      var sessions = audience(conversation);
      if (!sessions.isEmpty()) {
        send(sessions, what.apply(sessions.size()));
      }
    });
  }

  /// The members of a conversation as fan-out knows them; all of them only where all are told.
  /// Blocks; call on a virtual thread.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when fan-out cannot say now
  Members members(ConversationKey conversation) {
    return queue.call(() -> {
      var members = fanout.membersNow(conversation);
      var size = members.size();
      return new Members(size, size > MEMBERS_TOLD_MAX ? Set.of() : Set.copyOf(members));
    });
  }

  /// The users who hear what a conversation is told: its members, above [#MEMBERS_TOLD_MAX] those
  /// of them who show it now. Blocks; call on a virtual thread.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when fan-out cannot say now
  public Set<UserId> hearers(ConversationKey conversation) {
    var members = members(conversation);
    if (members.size() <= MEMBERS_TOLD_MAX) {
      return members.users();
    }
    var looking = new HashSet<UserId>();
    viewers.of(conversation).forEach(session -> looking.add(session.identity().user()));
    return looking;
  }

  /// Which members of these conversations are connected here. Blocks; call on a virtual thread.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when fan-out cannot say now
  Set<MemberKey> online(Set<ConversationKey> conversations) {
    if (conversations.isEmpty()) {
      return Set.of();
    }
    return queue.call(() -> {
      var online = new HashSet<MemberKey>();
      for (var key : conversations) {
        fanout
            .sockets()
            .forEach(
                key.tenant(),
                fanout.membersNow(key),
                session -> online.add(MemberKey.of(session.owner(), key.conversation())));
      }
      return online;
    });
  }

  /// How many were dropped because too many waited.
  public long dropped() {
    return dropped.sum();
  }

  private List<Session> audience(ConversationKey conversation) {
    var members = fanout.membersNow(conversation);
    if (members.size() > MEMBERS_TOLD_MAX) {
      return viewers.of(conversation).stream()
          .filter(session -> members.contains(session.identity().user()))
          .toList();
    }
    var sessions = new ArrayList<Session>();
    fanout.sockets().forEach(conversation.tenant(), members, sessions::add);
    return sessions;
  }

  private void post(Runnable work) {
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      dropped.increment();
      return;
    }
    queue.post(() -> {
      waiting.decrementAndGet();
      work.run();
    });
  }

  private static void send(List<Session> sessions, Told told) {
    var groups = new IdentityHashMap<Whispered, List<Session>>();
    for (var session : sessions) {
      var event = told.to(session.identity().user());
      if (event != null) {
        groups.computeIfAbsent(event, _ -> new ArrayList<>()).add(session);
      }
    }
    groups.forEach((event, those) -> send(those, event));
  }

  /// On the fan-out thread.
  static void send(List<Session> sessions, Whispered event) {
    var lanes = new HashMap<Namespace, List<Socket>>();
    for (var session : sessions) {
      lanes
          .computeIfAbsent(session.socket().namespace(), _ -> new ArrayList<>())
          .add(session.socket());
    }
    for (Map.Entry<Namespace, List<Socket>> lane : lanes.entrySet()) {
      var namespace = lane.getKey();
      var message = namespace.encode(event.name(), event.payload());
      if (event.mayBeLost()) {
        namespace.sendVolatile(lane.getValue(), message);
      } else {
        namespace.send(lane.getValue(), message);
      }
    }
  }

  /// Those who are in a conversation.
  ///
  /// @param users none when there are more than [#MEMBERS_TOLD_MAX]
  record Members(int size, Set<UserId> users) {}

  /// One event for [Whisper].
  ///
  /// @param mayBeLost where it cannot be written at once, as with typing
  public record Whispered(String name, ObjectNode payload, boolean mayBeLost) {}

  /// What a conversation is told: all the same, but for some.
  ///
  /// @param all encoded once; null for nothing
  /// @param instead what these users are told in its place, null for nothing; one object for all
  ///   who are told the same
  public record Told(@Nullable Whispered all, Map<UserId, @Nullable Whispered> instead) {
    @Nullable Whispered to(UserId user) {
      return instead.containsKey(user) ? instead.get(user) : all;
    }
  }
}
