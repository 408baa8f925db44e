package io.klatch.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.klatch.domain.chat.Change;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.event.LogReader;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.delivery.CommitQueue.Task;
import io.klatch.server.json.Dialect;
import io.klatch.server.threads.Threads;
import io.klatch.socketio.Namespace;
import io.klatch.socketio.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings each committed event to the sockets of its conversation's members that are connected
/// here.
///
/// # One thread, in commit order
///
/// The store tells of commits in their order, and one thread delivers them in that order. Sender
/// threads deliver nothing: two of them could be overtaken between commit and delivery, and a
/// receiver would see 8 before 7. So numbers rise for every receiver without anybody sorting.
///
/// # Registration is an exact cut
///
/// A socket is registered by a task in the very queue the commits come through. The task runs
/// between two events, when exactly the events up to some position D have been delivered. It
/// answers D. From then on each later event is emitted to the socket, which holds it until its
/// client is connected. Everything between the position the client names and D is in the log,
/// because D is committed; [Resume] reads it there and has it sent first. The two parts meet at D:
/// nothing is missing, nothing is there twice, so there is no merging and no looking for repeats.
///
/// # Who is a member
///
/// Nothing is read from the store per message. A conversation's members are kept in a bounded
/// cache, filled by its `ConversationOpened` event or, for one that is older than this process, by
/// one read on its first event. The read asks who was a member at that event's position, however
/// far the store has got since; those who come and leave afterwards are found in the events. If the
/// read fails, an event could not be delivered and the cut would be a lie, so all transports are
/// closed: the clients come back at once and find the event in the log.
public final class Fanout implements SessionWatcher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Fanout.class);

  /// Members in the cache, summed over conversations: about 100 MB.
  private static final long MEMBERS_CACHED_MAX = 1_000_000;

  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final CommitQueue queue;
  private final LogReader logReader;
  private final EventMessages messages;
  private final Onlookers onlookers;
  private final Thread thread;

  // Confined to the thread.
  private final LocalSockets sockets = new LocalSockets();
  private final Cache<ConversationKey, Set<UserId>> members =
      Caffeine.newBuilder()
          .maximumWeight(MEMBERS_CACHED_MAX)
          .weigher((ConversationKey _, Set<UserId> users) -> users.size() + 1)
          .executor(Runnable::run)
          .build();
  private LogPosition delivered;

  /// Starts delivering; before the first write, or what was written is delivered to nobody.
  ///
  /// @param onlookers hear what the members do, and keep no place in the log
  public Fanout(CommitQueue queue, LogReader logReader, Onlookers onlookers) {
    this.queue = queue;
    this.logReader = logReader;
    this.onlookers = onlookers;
    this.messages = new EventMessages(logReader.epoch());
    this.delivered = logReader.head();
    this.thread = Threads.start("fanout", this::run);
  }

  /// Makes the socket a receiver of every event after the position answered. A socket of the same
  /// session that is still here has its transport closed. Blocks; call on a virtual thread.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when fan-out has stopped
  LogPosition register(Session session) {
    return queue.call(() -> {
      var replaced = sockets.add(session);
      if (replaced != null) {
        replaced.socket().closeTransport();
      }
      return delivered;
    });
  }

  @Override
  public void went(Session session) {
    queue.post(() -> sockets.remove(session));
  }

  /// Who is connected here. To be used on the fan-out thread only.
  LocalSockets sockets() {
    return sockets;
  }

  /// Who is in a conversation as far as the log has been delivered; not to be kept or changed. To
  /// be used on the fan-out thread only.
  Set<UserId> membersNow(ConversationKey conversation) {
    return membersAt(conversation, new LogPosition(delivered.value() + 1));
  }

  /// Stops behind what waits now, at most five seconds later.
  @Override
  public void close() {
    queue.stop();
    try {
      if (!thread.join(CLOSE_MAX)) {
        log.warn("fan-out did not end at stop waiting={}", queue.waiting());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        switch (queue.take()) {
          case Task.Deliver(var events) -> events.forEach(this::deliver);
          case Task.Call<?> call -> call.run();
          case Task.Stop() -> {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      log.error("fan-out interrupted; nothing is delivered until the server is restarted", e);
    } finally {
      queue.end();
    }
  }

  private void deliver(LogEvent event) {
    try {
      send(event);
    } catch (RuntimeException e) {
      log.error("event not delivered, closing all transports position={}", event.position(), e);
      if (event instanceof LogEvent.OfConversation of) {
        members.invalidate(of.conversationKey());
      }
      sockets.all().forEach(session -> session.socket().closeTransport());
    } finally {
      delivered = event.position();
    }
  }

  private void send(LogEvent event) {
    switch (event) {
      case LogEvent.MessageStored stored -> sendMessage(stored);
      case LogEvent.ConversationOpened opened -> {
        var users = new HashSet<>(opened.conversation().members());
        members.put(opened.conversationKey(), users);
        send(opened, users);
      }
      case LogEvent.MemberJoined joined -> {
        var users = membersAt(joined);
        users.remove(joined.user());
        sendToAll(joined.told(), users);
        users.add(joined.user());
        members.put(joined.conversationKey(), users);
        send(joined, Set.of(joined.user()));
      }
      case LogEvent.Changed changed -> sendChange(changed);
      case LogEvent.BlockSet set -> send(set, Set.of(set.owner()));
    }
  }

  private void sendMessage(LogEvent.MessageStored event) {
    var audience = event.message().audience();
    if (audience == null) {
      sendToAll(event, membersAt(event));
    } else {
      send(event, Set.of(audience));
    }
  }

  private void sendChange(LogEvent.Changed event) {
    var audience = event.change().audience();
    if (audience != null) {
      send(event, Set.of(audience));
      return;
    }
    var users = membersAt(event);
    sendToAll(event, users);
    if (event.change().what() instanceof Change.MemberRemoved(var user)) {
      users.remove(user);
    }
  }

  private void send(LogEvent event, Set<UserId> users) {
    send(event, users, List.of());
  }

  /// To the members and to those who look in from outside.
  private void sendToAll(LogEvent.OfConversation event, Set<UserId> users) {
    send(event, users, onlookers.of(event.conversationKey()));
  }

  private void send(LogEvent event, Set<UserId> users, List<Session> outside) {
    var lanes = new HashMap<Lane, List<Socket>>();
    Consumer<Session> add =
        session ->
            lanes.computeIfAbsent(Lane.of(session), _ -> new ArrayList<>()).add(session.socket());
    sockets.forEach(event.tenant(), users, add);
    for (var session : outside) {
      if (!users.contains(session.identity().user())) {
        add.accept(session);
      }
    }
    for (Map.Entry<Lane, List<Socket>> lane : lanes.entrySet()) {
      var namespace = lane.getKey().namespace();
      namespace.send(lane.getValue(), messages.encode(namespace, lane.getKey().dialect(), event));
    }
  }

  /// The members that are told of what is at that position, to be kept up to date in place.
  private Set<UserId> membersAt(ConversationKey conversation, LogPosition position) {
    return members.get(conversation, key -> new HashSet<>(logReader.members(key, position)));
  }

  private Set<UserId> membersAt(LogEvent.OfConversation event) {
    return membersAt(event.conversationKey(), event.position());
  }

  /// Sockets that get the same bytes.
  private record Lane(Namespace namespace, Dialect dialect) {
    static Lane of(Session session) {
      return new Lane(session.socket().namespace(), session.dialect());
    }
  }
}
