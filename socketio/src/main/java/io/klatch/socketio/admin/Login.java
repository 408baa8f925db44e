package io.klatch.socketio.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.socketio.ConnectDecision;
import io.klatch.socketio.ConnectGuard;
import io.klatch.socketio.Socket;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.bcrypt.BCrypt;
import tools.jackson.databind.node.ObjectNode;

/// Lets administrators in by name and password, or by the session id that they got for these.
///
/// How long a refusal takes does not say what was wrong: the password is checked whatever the name
/// is. One password is checked at a time, since each takes a processor for a tenth of a second.
final class Login implements ConnectGuard {
  /// The reference's words, which the UI knows.
  static final String INVALID = "invalid credentials";

  static final String TOO_OFTEN = "too many failed logins, try again in a minute";
  static final String BUSY = "too many logins at once, try again later";

  private static final Logger log = LoggerFactory.getLogger(Login.class);
  private static final int SESSION_ID_BYTES = 16;
  private static final int CHARS_MAX = 1_000;
  private static final long TURN_SECONDS_MAX = 5;

  private final AdminAuth.Basic auth;
  private final LoginThrottle throttle;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore turn = new Semaphore(1, true);
  private final LongAdder refused = new LongAdder();

  Login(AdminAuth.Basic auth, InstantSource clock) {
    this.auth = auth;
    this.throttle = new LoginThrottle(clock);
  }

  long refused() {
    return refused.sum();
  }

  @Override
  public ConnectDecision check(Socket socket, ObjectNode claims) {
    var session = text(claims, "sessionId");
    if (session != null && auth.sessions().knows(session)) {
      return new ConnectDecision.Allow();
    }
    var username = text(claims, "username");
    var password = text(claims, "password");
    if (username == null || password == null) {
      return refuse(INVALID);
    }
    var address = socket.handshake().address();
    if (!throttle.admits(address)) {
      return refuse(TOO_OFTEN);
    }
    var problem = problem(username, password);
    if (problem != null) {
      log.warn("administrator not logged in address={} cause={}", address, problem);
      return refuse(problem);
    }
    throttle.succeeded(address);
    var id = newSessionId();
    auth.sessions().add(id);
    socket.emit("session", id);
    log.info("administrator logged in address={}", address);
    return new ConnectDecision.Allow();
  }

  private @Nullable String problem(String username, String password) {
    try {
      if (!turn.tryAcquire(TURN_SECONDS_MAX, TimeUnit.SECONDS)) {
        return BUSY;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return BUSY;
    }
    try {
      boolean passwordFits = BCrypt.checkpw(password, auth.passwordHash());
      boolean nameFits =
          MessageDigest.isEqual(username.getBytes(UTF_8), auth.username().getBytes(UTF_8));
      return passwordFits && nameFits ? null : INVALID;
    } finally {
      turn.release();
    }
  }

  private ConnectDecision refuse(String why) {
    refused.increment();
    return new ConnectDecision.Refuse(why, null);
  }

  private String newSessionId() {
    var bytes = new byte[SESSION_ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Null if it is no text, or too long to be one of ours.
  private static @Nullable String text(ObjectNode claims, String name) {
    var value = claims.get(name);
    boolean usable = value != null && value.isString() && value.stringValue().length() <= CHARS_MAX;
    return usable ? value.stringValue() : null;
  }
}
