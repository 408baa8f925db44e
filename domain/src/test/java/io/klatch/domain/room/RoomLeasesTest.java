package io.klatch.domain.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.room.RoomEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who keeps a seat, and for how long.
class RoomLeasesTest {
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final RoomKey GENERAL = new RoomKey(TenantId.DEFAULT, new RoomId(1));
  private static final RoomSeat SEAT = new RoomSeat(GENERAL, ANN.user());

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final RoomLeases leases = new RoomLeases(Duration.ofSeconds(30), () -> now);

  @Test
  void a_seat_is_kept_as_long_as_any_socket_is_there() {
    leases.opened(ANN);
    leases.opened(ANN);
    happens(Kind.JOIN);
    leases.closed(ANN);
    pass(3_600);
    assertThat(leases.due(10)).isEmpty();
  }

  @Test
  @Tag("R7")
  void who_loses_the_last_socket_has_the_grace_to_come_back() {
    leases.opened(ANN);
    happens(Kind.JOIN);
    pass(3_600);
    leases.closed(ANN);
    pass(29);
    assertThat(leases.due(10)).isEmpty();
    leases.opened(ANN);
    pass(60);
    assertThat(leases.due(10)).isEmpty();
    leases.closed(ANN);
    pass(30);
    assertThat(leases.due(10)).containsExactly(SEAT);
  }

  @Test
  void who_has_no_socket_keeps_a_seat_by_asking_for_something() {
    happens(Kind.JOIN);
    for (var i = 0; i < 10; i++) {
      pass(29);
      leases.heard(ANN);
    }
    assertThat(leases.due(10)).isEmpty();
    pass(30);
    assertThat(leases.due(10)).containsExactly(SEAT);
  }

  @Test
  void seats_of_before_a_restart_get_the_grace() {
    leases.restore(List.of(SEAT));
    pass(29);
    assertThat(leases.due(10)).isEmpty();
    pass(1);
    assertThat(leases.due(10)).containsExactly(SEAT);
    assertThat(leases.isGone(ANN)).isTrue();
  }

  @Test
  void who_has_left_or_was_sent_away_has_nothing_to_lose() {
    for (var kind : List.of(Kind.LEAVE, Kind.KICK)) {
      happens(Kind.JOIN);
      happens(kind);
      pass(60);
      assertThat(leases.due(10)).isEmpty();
      assertThat(leases.users()).isZero();
    }
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private void happens(Kind kind) {
    var moderator = new UserId("mod");
    var event =
        kind == Kind.KICK
            ? new RoomEvent(1, kind, moderator, ANN.user(), "Ann", null, now, null, null, null)
            : new RoomEvent(1, kind, ANN.user(), null, "Ann", null, now, null, null, null);
    var room =
        new Room(
            GENERAL,
            "General",
            null,
            RoomTerms.of(50),
            RoomCrowd.NONE,
            new ConversationId("c1"),
            null,
            now,
            null,
            null,
            RoomOrder.FREE);
    var left = kind == Kind.KICK || kind == Kind.LEAVE;
    leases.changed(new RoomNews(room, event, left ? new RoomCrowd(1, 0, 1) : RoomCrowd.NONE));
  }
}
