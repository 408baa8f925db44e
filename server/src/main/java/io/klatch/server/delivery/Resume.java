package io.klatch.server.delivery;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.SessionId;
import io.klatch.domain.account.SessionStore;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.event.LogReader;
import io.klatch.domain.kernel.DeviceId;
import io.klatch.server.delivery.Pids.Ticket;
import io.klatch.server.json.Dialect;
import io.klatch.server.json.Times;
import io.klatch.socketio.Message;
import io.klatch.socketio.Recovery;
import io.klatch.socketio.Socket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Gives a connecting client what it missed, or tells it honestly that it cannot.
///
/// The client's claim is a `pid` we signed, and the offset of the last event it got. The gap begins
/// at the later of the pid's start and the offset, and ends where live delivery begins (the cut of
/// [Fanout]). It is filled from the log, wholly or not at all: a claim that is altered, foreign,
/// expired, of another database or of the future, or a gap beyond the bounds, begins a new session
/// with `resync:true`.
///
/// The start matters also with an offset: after a resync the client keeps its old offset until the
/// next event, but its pid is new and begins behind what it was told to catch up on.
public final class Resume implements Recovery {
  static final String SESSION_READY = "session:ready";

  private static final int SESSION_BYTES = 12;

  private final Fanout fanout;
  private final LogReader log;
  private final SessionStore sessions;
  private final Pids pids;
  private final ResumeConfig config;
  private final RandomGenerator random;
  private final Clock clock;
  private final EventMessages messages;

  /// @param key signs pids: at least 256 bits, used for nothing else
  /// @param random names sessions: a source nobody can predict
  public Resume(
      Fanout fanout,
      LogReader log,
      SessionStore sessions,
      byte[] key,
      ResumeConfig config,
      RandomGenerator random,
      Clock clock) {
    this.fanout = fanout;
    this.log = log;
    this.sessions = sessions;
    this.pids = new Pids(key, log.epoch());
    this.config = config;
    this.random = random;
    this.clock = clock;
    this.messages = new EventMessages(log.epoch());
  }

  /// The socket's [Identity] is attached before; its [Session] is attached here.
  @Override
  public Answer recover(Socket socket, ObjectNode auth, @Nullable Claim claim) {
    var identity = socket.attachment(Identity.class);
    var device = device(identity, auth);
    var ticket = claim == null ? null : ticketOf(identity, device, claim);
    var session = open(socket, identity, device, auth, ticket);
    socket.attach(session);
    try {
      var cut = fanout.register(session);
      var missed =
          ticket == null || claim == null ? null : replay(session, auth, ticket, claim, cut);
      if (missed != null && claim != null) {
        missed.add(ready(session, true, false));
        return new Answer(claim.pid(), missed);
      }
      renew(session, ticket != null);
      return new Answer(
          pids.write(ticketFrom(session, device, cut)),
          List.of(ready(session, false, hasState(auth))));
    } catch (RuntimeException e) {
      // Nobody is told of the end of a socket that was never connected.
      fanout.went(session);
      throw e;
    }
  }

  /// Speaks to the session in `dialect`, now and for as long as it can be resumed. Blocks.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when that cannot be kept; nothing changes
  public void speak(Session session, Dialect dialect) {
    if (session.dialect() != dialect) {
      keep(session, dialect);
      session.speak(dialect);
    }
  }

  private void keep(Session session, Dialect dialect) {
    sessions.remember(
        session.owner(), session.id(), dialect.wire(), clock.instant().plus(config.sessionMax()));
  }

  /// The device that the token or the client names; the guards have seen that they agree.
  private static @Nullable DeviceId device(Identity identity, ObjectNode auth) {
    var said = auth.get("device_id");
    return identity.device() == null && said != null && said.isString()
        ? new DeviceId(said.stringValue())
        : identity.device();
  }

  private @Nullable Ticket ticketOf(Identity identity, @Nullable DeviceId device, Claim claim) {
    var ticket = pids.read(claim.pid());
    return ticket != null
            && ticket.owner().equals(identity.key())
            && Objects.equals(ticket.device(), device)
            && ticket.expiresAt().isAfter(clock.instant())
        ? ticket
        : null;
  }

  private Session open(
      Socket socket,
      Identity identity,
      @Nullable DeviceId device,
      ObjectNode auth,
      @Nullable Ticket ticket) {
    var remembered = ticket == null ? null : sessions.profileOf(identity.key(), ticket.session());
    var dialect = remembered == null ? null : Dialect.parse(remembered);
    return new Session(
        identity,
        socket,
        device,
        ticket == null ? newId() : ticket.session(),
        dialect == null ? profile(auth) : dialect);
  }

  private static Dialect profile(ObjectNode auth) {
    var profile = auth.get("profile");
    var dialect =
        profile != null && profile.isString() ? Dialect.parse(profile.stringValue()) : null;
    return dialect == null ? Dialect.CANONICAL : dialect;
  }

  /// All events of the gap, or null when it cannot be filled.
  private @Nullable List<Message> replay(
      Session session, ObjectNode auth, Ticket ticket, Claim claim, LogPosition cut) {
    var from = gapStart(auth, ticket, claim);
    if (from == null || from.compareTo(cut) > 0) {
      return null;
    }
    var missed = log.missed(session.owner(), from, cut, config.eventsMax());
    var oldest = clock.instant().minus(config.ageMax());
    if (missed == null || (!missed.isEmpty() && missed.getFirst().at().isBefore(oldest))) {
      return null;
    }
    var encoded = new ArrayList<Message>(missed.size());
    var bytes = 0L;
    for (var event : missed) {
      var message = messages.encode(session.socket().namespace(), session.dialect(), event);
      bytes += message.bytes();
      if (bytes > config.bytesMax()) {
        return null;
      }
      encoded.add(message);
    }
    return encoded;
  }

  /// Where the client's knowledge ends; null when its offset is none of this database's.
  private @Nullable LogPosition gapStart(ObjectNode auth, Ticket ticket, Claim claim) {
    if (claim.offset() == null) {
      return isPresent(auth, "offset") ? null : ticket.start();
    }
    var offset = messages.parse(claim.offset());
    if (offset == null) {
      return null;
    }
    return offset.compareTo(ticket.start()) > 0 ? offset : ticket.start();
  }

  // A new pid makes the client call itself not recovered; a new id keeps the old pid from being
  // taken for this session. The dialect its owner chose goes along.
  private void renew(Session session, boolean wasAnother) {
    if (wasAnother) {
      session.renew(newId());
      if (session.dialect() != Dialect.CANONICAL) {
        keep(session, session.dialect());
      }
    }
  }

  // Sent with what was missed, so that nothing newer comes before it.
  private Message ready(Session session, boolean recovered, boolean resync) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("recovered", recovered);
    json.put("resync", resync);
    json.put("user_id", session.owner().user().value());
    json.put("device_id", session.device().value());
    json.put("server_time", Times.wire(clock.instant()));
    return session.socket().namespace().encode(SESSION_READY, json);
  }

  private Ticket ticketFrom(Session session, @Nullable DeviceId device, LogPosition start) {
    return new Ticket(
        session.owner(), session.id(), start, clock.instant().plus(config.sessionMax()), device);
  }

  private SessionId newId() {
    var bytes = new byte[SESSION_BYTES];
    random.nextBytes(bytes);
    return new SessionId(HexFormat.of().formatHex(bytes));
  }

  // A client that names a session, even one we cannot read, has something it could have missed.
  private static boolean hasState(ObjectNode auth) {
    return isPresent(auth, "pid");
  }

  private static boolean isPresent(ObjectNode auth, String field) {
    var value = auth.get(field);
    return value != null && !value.isNull();
  }
}
