package io.klatch.server.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.account.SessionId;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Writes and reads `pid`s: `v2.<tenant>.<user>.<session>.<start>.<expiry>.<device>.<signature>`.
///
/// A pid says by itself whose session it is and where in the log it began, so that a process that
/// has never seen it can resume it. The signature covers the database's epoch too: a position of
/// another database means nothing here.
final class Pids {
  private static final String VERSION = "v2";
  private static final int PARTS = 8;
  private static final int CHARACTERS_MAX = 1_024;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final String epoch;

  /// @param key at least 256 bits, used for nothing else
  Pids(byte[] key, String epoch) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.epoch = epoch;
  }

  /// What a pid says.
  ///
  /// @param device null when neither token nor client named one
  record Ticket(
      UserKey owner,
      SessionId session,
      LogPosition start,
      Instant expiresAt,
      @Nullable DeviceId device) {}

  String write(Ticket ticket) {
    var device = ticket.device;
    var body =
        String.join(
            ".",
            VERSION,
            encode(ticket.owner.tenant().value()),
            encode(ticket.owner.user().value()),
            encode(ticket.session.value()),
            Long.toString(ticket.start.value()),
            Long.toString(ticket.expiresAt.toEpochMilli()),
            device == null ? "" : encode(device.value()));
    return body + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sign(body));
  }

  /// The ticket, or null when the pid is not one of ours or is altered. Expiry, owner and device
  /// are the caller's to check.
  @Nullable Ticket read(String pid) {
    var dot = pid.lastIndexOf('.');
    if (pid.length() > CHARACTERS_MAX || dot < 0) {
      return null;
    }
    var body = pid.substring(0, dot);
    var parts = pid.split("\\.", -1);
    try {
      var signature = Base64.getUrlDecoder().decode(pid.substring(dot + 1));
      if (parts.length != PARTS || !MessageDigest.isEqual(signature, sign(body))) {
        return null;
      }
    } catch (IllegalArgumentException _) {
      return null;
    }
    // Signed by us: what follows is well-formed.
    return new Ticket(
        new UserKey(new TenantId(decode(parts[1])), new UserId(decode(parts[2]))),
        new SessionId(decode(parts[3])),
        new LogPosition(Long.parseLong(parts[4])),
        Instant.ofEpochMilli(Long.parseLong(parts[5])),
        parts[6].isEmpty() ? null : new DeviceId(decode(parts[6])));
  }

  private byte[] sign(String body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((epoch + "." + body).getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static String encode(String part) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(UTF_8));
  }

  private static String decode(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }
}
