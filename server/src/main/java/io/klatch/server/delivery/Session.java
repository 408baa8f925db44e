package io.klatch.server.delivery;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.SessionId;
import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.json.Dialect;
import io.klatch.socketio.Socket;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One connected socket, whose it is, and the vocabulary it is spoken to in. Attached to the
/// socket.
///
/// The id is changed by [Resume] while the client connects; the dialect by the socket's own inbox;
/// both are read by the fan-out thread.
public final class Session {
  private final Identity identity;
  private final Socket socket;
  private final @Nullable DeviceId named;
  private volatile SessionId id;
  private volatile Dialect dialect;

  /// Both confined to the socket's inbox.
  private Instant refusalsSince = Instant.EPOCH;

  private int refusals;

  /// @param named the device that the token or the client names; null when neither does
  Session(
      Identity identity, Socket socket, @Nullable DeviceId named, SessionId id, Dialect dialect) {
    this.identity = identity;
    this.socket = socket;
    this.named = named;
    this.id = id;
    this.dialect = dialect;
  }

  public Identity identity() {
    return identity;
  }

  public SessionId id() {
    return id;
  }

  /// One that nobody has named is known by its session.
  public DeviceId device() {
    return named == null ? new DeviceId(id.value()) : named;
  }

  public Dialect dialect() {
    return dialect;
  }

  /// Events committed from now on come in this dialect; those on their way may still come in the
  /// old one.
  void speak(Dialect next) {
    dialect = next;
  }

  void renew(SessionId next) {
    id = next;
  }

  /// Counts a refusal; on the virtual thread of the socket's inbox.
  ///
  /// @return how many there were since the time began to be measured, at most `window` ago
  public int refusalsWithin(Duration window, Instant now) {
    if (now.isAfter(refusalsSince.plus(window))) {
      refusalsSince = now;
      refusals = 0;
    }
    refusals++;
    return refusals;
  }

  UserKey owner() {
    return identity.key();
  }

  Socket socket() {
    return socket;
  }
}
