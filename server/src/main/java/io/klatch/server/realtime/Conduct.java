package io.klatch.server.realtime;

import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.server.api.Reply;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.delivery.Session;
import io.klatch.socketio.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// How a client may behave: how often it may do what, and how many refusals it may earn before its
/// transport is closed and its address slowed down. Use cases that are reached by REST as well
/// count for themselves.
public final class Conduct {
  /// A client that earns so many refusals so fast does not read them.
  public static final int REFUSALS_MAX = 50;

  public static final Duration REFUSALS_WITHIN = Duration.ofSeconds(10);

  /// How long the address of one that was closed so opens one session a second.
  public static final Duration ADDRESS_SLOWED = Duration.ofMinutes(1);

  private static final Map<String, LimitName> LIMITED =
      Map.of(
          "join_room", LimitName.JOIN,
          "joinRoom", LimitName.JOIN);

  private final Allowances allowances;
  private final int refusalsMax;
  private final InstantSource clock;
  private final LongAdder closed = new LongAdder();
  private final Map<ErrorCode, LongAdder> refused = new EnumMap<>(ErrorCode.class);

  /// @param refusalsMax within [#REFUSALS_WITHIN], of one socket
  public Conduct(Allowances allowances, int refusalsMax, InstantSource clock) {
    this.allowances = allowances;
    this.refusalsMax = refusalsMax;
    this.clock = clock;
    for (var code : ErrorCode.values()) {
      refused.put(code, new LongAdder());
    }
  }

  /// Why the event comes too soon; null when it does not.
  @Nullable Refused tooSoon(String event, Session session) {
    var limit = LIMITED.get(event);
    if (limit == null) {
      return null;
    }
    var wait = allowances.take(limit, session.identity().key());
    return wait.isPositive()
        ? new Refused(ErrorCode.RATE_LIMITED, event + " too often", wait)
        : null;
  }

  /// Takes note of an answer. On the virtual thread of the socket's inbox.
  void answered(Socket socket, Session session, Reply reply) {
    if (!(reply instanceof Refused(var code, _, _, _))) {
      return;
    }
    count(code).increment();
    if (!isOurs(code) && session.refusalsWithin(REFUSALS_WITHIN, clock.instant()) >= refusalsMax) {
      closed.increment();
      socket.conn().slowAddress(ADDRESS_SLOWED);
      socket.closeTransport();
    }
  }

  /// Answers to events that were refusals of that code.
  public long refused(ErrorCode code) {
    return count(code).sum();
  }

  private LongAdder count(ErrorCode code) {
    return Objects.requireNonNull(refused.get(code));
  }

  /// Transports closed for too many refusals.
  public long closed() {
    return closed.sum();
  }

  /// What is not the client's fault.
  private static boolean isOurs(ErrorCode code) {
    return code == ErrorCode.UNAVAILABLE || code == ErrorCode.INTERNAL;
  }
}
