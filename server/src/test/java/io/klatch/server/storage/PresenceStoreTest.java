package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static io.klatch.server.storage.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.PresenceHours.Hour;
import io.klatch.domain.presence.PresenceStatus;
import io.klatch.domain.presence.PresenceTally.Stretch;
import io.klatch.domain.presence.StatusChoice;
import io.klatch.domain.presence.StoredPresence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresenceStoreTest {
  private static final TenantId HERE = TenantId.DEFAULT;
  private static final StatusChoice LUNCH =
      new StatusChoice(PresenceStatus.BUSY, "at lunch", NOW.plusSeconds(60));

  @TempDir private Path folder;

  @Test
  void a_choice_and_the_time_somebody_was_last_seen_are_kept_apart_and_by_tenant() {
    try (var fixture = new StoreFixture(folder)) {
      var presence = fixture.store.presence();
      presence.choose(ANN, LUNCH);
      presence.seen(Map.of(ANN, NOW, BOB, NOW));
      presence.choose(new UserKey(new TenantId("other"), EVE.user()), StatusChoice.NONE);
      assertThat(presence.find(HERE, Set.of(ANN.user(), BOB.user(), EVE.user())))
          .containsOnly(
              Map.entry(ANN.user(), new StoredPresence(LUNCH, NOW)),
              Map.entry(BOB.user(), new StoredPresence(StatusChoice.NONE, NOW)));
      assertThat(presence.count(HERE)).isEqualTo(2);
      presence.choose(ANN, StatusChoice.NONE);
      assertThat(presence.find(HERE, Set.of(ANN.user())))
          .containsEntry(ANN.user(), new StoredPresence(StatusChoice.NONE, NOW));
    }
  }

  @Test
  void the_time_somebody_was_last_seen_does_not_go_back() {
    try (var fixture = new StoreFixture(folder)) {
      var presence = fixture.store.presence();
      presence.seen(Map.of(ANN, NOW));
      presence.seen(Map.of(ANN, NOW.minusSeconds(1)));
      assertThat(presence.find(HERE, Set.of(ANN.user())).get(ANN.user()))
          .isEqualTo(new StoredPresence(StatusChoice.NONE, NOW));
    }
  }

  @Test
  void contacts_are_those_who_share_a_conversation_now() {
    try (var fixture = new StoreFixture(folder)) {
      fixture.group("c1", ANN, BOB);
      fixture.group("c2", BOB, EVE);
      var all = Set.of(ANN.user(), BOB.user(), EVE.user());
      assertThat(fixture.store.contacts().among(ANN, all))
          .containsExactlyInAnyOrder(ANN.user(), BOB.user());
      assertThat(fixture.store.contacts().among(BOB, all)).isEqualTo(all);
      assertThat(fixture.store.contacts().among(StoreFixture.user("new"), all)).isEmpty();
    }
  }

  @Test
  void counts_of_an_hour_add_up_and_are_forgotten() {
    try (var fixture = new StoreFixture(folder)) {
      var hours = fixture.store.presenceHours();
      var minute = Duration.ofMinutes(1);
      hours.add(NOW, minute, List.of(stretch(3, 2, 1, Duration.ofSeconds(30))));
      hours.add(NOW, minute, List.of(stretch(5, 4, 1, Duration.ofSeconds(10))));
      hours.add(NOW, minute, List.of(stretch(4, 4, 0, Duration.ZERO)));
      assertThat(hours.since(HERE, NOW))
          .containsExactly(
              new Hour(
                  NOW,
                  5,
                  Duration.ofMinutes(10),
                  2,
                  Duration.ofSeconds(40),
                  Duration.ofSeconds(30)));
      assertThat(hours.since(new TenantId("other"), NOW)).isEmpty();
      hours.forget(NOW.plusSeconds(1));
      assertThat(hours.since(HERE, NOW)).isEmpty();
    }
  }

  private static Stretch stretch(int peak, int online, int sessions, Duration longest) {
    return new Stretch(HERE, peak, online, sessions, longest, longest);
  }
}
