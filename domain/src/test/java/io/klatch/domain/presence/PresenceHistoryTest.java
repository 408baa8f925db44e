package io.klatch.domain.presence;

import static io.klatch.domain.presence.DeskFixture.ANN;
import static io.klatch.domain.presence.DeskFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.PresenceTally.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PresenceHistoryTest {
  private final DeskFixture it = new DeskFixture();
  private final Hours hours = new Hours();
  private final PresenceHistory history =
      new PresenceHistory(it.tally, new Known(10), hours, () -> it.now);

  @Test
  void says_how_many_of_all_users_are_online_and_how_many_ever_were() {
    var ann = it.open(ANN);
    it.open(BOB);
    it.pass(Duration.ofSeconds(1));
    it.desk.end(ann);
    it.pass(Duration.ofSeconds(20));
    var metrics = history.metrics(TenantId.DEFAULT);
    assertThat(metrics.totalUsers()).isEqualTo(10);
    assertThat(metrics.here().users()).isEqualTo(1);
    assertThat(metrics.here().byStatus()).containsEntry(PresenceStatus.ONLINE, 1);
    assertThat(metrics.onlinePercentage()).isEqualTo(10.0);
    assertThat(metrics.peak()).isEqualTo(2);
    history.write();
    assertThat(history.metrics(TenantId.DEFAULT).peak()).isEqualTo(2);
  }

  @Test
  void counts_sessions_and_the_time_spent_online_by_hour_and_day() {
    var ann = it.open(ANN);
    minutes(60);
    it.desk.end(ann);
    minutes(30);
    assertThat(history.byHour(TenantId.DEFAULT, 1))
        .extracting(hour -> hour.sessions())
        .containsExactly(0L, 1L);
    assertThat(history.byDay(TenantId.DEFAULT, 1))
        .singleElement()
        .satisfies(day -> {
          assertThat(day.start()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
          assertThat(day.sessions()).isEqualTo(1);
          assertThat(day.averageSession()).isEqualTo(Duration.ofMinutes(60));
          assertThat(day.onlineTime()).isBetween(Duration.ofMinutes(58), Duration.ofMinutes(62));
          assertThat(day.peak()).isEqualTo(1);
        });
  }

  @Test
  void keeps_thirty_days() {
    it.open(ANN);
    minutes(1);
    it.now = it.now.plus(Duration.ofDays(29));
    history.write();
    assertThat(hours.kept).hasSize(2);
    it.now = it.now.plus(Duration.ofDays(1));
    history.write();
    assertThat(hours.kept.firstKey()).isEqualTo(Instant.parse("2026-12-20T10:00:00Z"));
  }

  private void minutes(int number) {
    for (var i = 0; i < number; i++) {
      it.pass(Duration.ofMinutes(1));
      history.write();
    }
  }

  private static final class Hours implements PresenceHours {
    final TreeMap<Instant, Hour> kept = new TreeMap<>();

    @Override
    public void add(Instant hour, Duration passed, List<Stretch> stretches) {
      for (var each : stretches) {
        kept.merge(
            hour,
            new Hour(
                hour,
                each.peak(),
                passed.multipliedBy(each.online()),
                each.sessions(),
                each.sessionTime(),
                each.longestSession()),
            Hour::with);
      }
    }

    @Override
    public List<Hour> since(TenantId tenant, Instant from) {
      return List.copyOf(kept.tailMap(from).values());
    }

    @Override
    public void forget(Instant before) {
      kept.headMap(before).clear();
    }
  }

  private record Known(long users) implements PresenceStore {
    @Override
    public Map<UserId, StoredPresence> find(TenantId tenant, Set<UserId> of) {
      return Map.of();
    }

    @Override
    public void choose(UserKey user, StatusChoice choice) {}

    @Override
    public void seen(Map<UserKey, Instant> at) {}

    @Override
    public long count(TenantId tenant) {
      return users;
    }
  }
}
