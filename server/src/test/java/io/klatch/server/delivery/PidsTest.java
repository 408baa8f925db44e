package io.klatch.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.account.SessionId;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.delivery.Pids.Ticket;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PidsTest {
  private static final byte[] KEY = new byte[32];
  private static final Ticket TICKET =
      new Ticket(
          new UserKey(new TenantId("a.b"), new UserId("ann@example.org \ud83d\ude00")),
          new SessionId("s1"),
          new LogPosition(4711),
          Instant.parse("2026-12-20T10:00:00Z"),
          new DeviceId("phone.1"));

  private final Pids pids = new Pids(KEY, "e1");

  @Test
  void what_is_written_is_read_back() {
    var pid = pids.write(TICKET);
    assertThat(pid).matches("v2(\\.[A-Za-z0-9_-]+){7}");
    assertThat(pids.read(pid)).isEqualTo(TICKET);
  }

  @Test
  void no_device_is_read_back_as_none() {
    var ticket =
        new Ticket(TICKET.owner(), TICKET.session(), TICKET.start(), TICKET.expiresAt(), null);
    assertThat(pids.read(pids.write(ticket))).isEqualTo(ticket);
  }

  @Test
  void no_character_can_be_changed_cut_or_added() {
    var pid = pids.write(TICKET);
    for (var i = 0; i < pid.length() - 1; i++) {
      var changed = pid.substring(0, i) + (pid.charAt(i) == 'A' ? 'B' : 'A') + pid.substring(i + 1);
      assertThat(pids.read(changed)).as(changed).isNull();
      assertThat(pids.read(pid.substring(0, i))).isNull();
    }
    assertThat(pids.read(pid + ".x")).isNull();
    assertThat(pids.read("x." + pid)).isNull();
  }

  @Test
  void another_key_or_another_database_cannot_have_written_it() {
    var otherKey = KEY.clone();
    otherKey[0] = 1;
    assertThat(new Pids(otherKey, "e1").read(pids.write(TICKET))).isNull();
    assertThat(new Pids(KEY, "e2").read(pids.write(TICKET))).isNull();
  }
}
