package io.klatch.domain.presence;

import static io.klatch.domain.presence.DeskFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.LeaseId.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// I8: after quiescence, presence equals the set of live devices.
class PresenceConvergenceTest {
  private static final int RUNS = 300;
  private static final int STEPS = 120;
  private static final List<UserKey> USERS =
      List.of(user("u1"), user("u2"), user("u3"), user("u4"));
  private static final List<Node> NODES = List.of(new Node("a", 1), new Node("b", 1));
  private static final List<StatusChoice> CHOICES =
      List.of(
          StatusChoice.NONE,
          new StatusChoice(PresenceStatus.AWAY, null, null),
          new StatusChoice(PresenceStatus.BUSY, "busy", null),
          new StatusChoice(PresenceStatus.INVISIBLE, null, null));

  @Test
  @Tag("P4")
  @Tag("P5")
  void whatever_devices_do_what_was_told_last_is_what_they_are() {
    for (var seed = 0; seed < RUNS; seed++) {
      new Run(seed).play();
    }
  }

  private static final class Run {
    private final long seed;
    private final Random random;
    private final DeskFixture it = new DeskFixture();
    private final List<Lease> live = new ArrayList<>();
    private final Map<Lease, Node> nodes = new HashMap<>();
    private final Set<Lease> used = new HashSet<>();
    private final Map<UserKey, StatusChoice> choices = new HashMap<>();

    Run(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void play() {
      for (var i = 0; i < STEPS; i++) {
        act();
        it.pass(Duration.ofMillis(random.nextInt(20) == 0 ? 360_000 : random.nextInt(4_000)));
      }
      settle();
      for (var user : USERS) {
        assertThat(lastTold(user)).as("seed %d, %s", seed, user.user()).isEqualTo(expected(user));
      }
      assertThat(it.tally.users()).as("seed %d", seed).isEqualTo(usersHere());
    }

    private void act() {
      switch (random.nextInt(7)) {
        case 0, 1 -> open();
        case 2 -> drop();
        case 3 -> live.stream().findAny().ifPresent(it.desk::active);
        case 4 -> live.stream().findAny().ifPresent(it.desk::idle);
        case 5 -> choose(one(USERS), one(CHOICES));
        default -> crash(one(NODES));
      }
    }

    private void open() {
      var node = one(NODES);
      var lease = it.open(one(USERS), node, "s" + random.nextInt(6));
      live.add(lease);
      nodes.put(lease, node);
    }

    private void drop() {
      if (!live.isEmpty()) {
        it.desk.end(live.remove(random.nextInt(live.size())));
      }
    }

    private void choose(UserKey user, StatusChoice choice) {
      choices.put(user, choice);
      it.choose(user, choice);
    }

    private void crash(Node node) {
      if (random.nextInt(10) == 0) {
        it.desk.endAll(node);
        live.removeIf(lease -> node.equals(nodes.get(lease)));
      }
    }

    /// Half of the devices are used, the others are not, and the grace passes.
    private void settle() {
      it.pass(Duration.ofMinutes(5));
      for (var lease : live) {
        if (random.nextBoolean()) {
          it.desk.active(lease);
          used.add(lease);
        }
      }
      it.pass(Duration.ofSeconds(21));
    }

    private Shown lastTold(UserKey user) {
      return it.changes.stream()
          .filter(change -> change.user().equals(user))
          .reduce((_, later) -> later)
          .map(PresenceNews.Change::shown)
          .orElse(Shown.OFFLINE);
    }

    private Shown expected(UserKey user) {
      var own = live.stream().filter(lease -> lease.user().equals(user)).toList();
      var choice = choices.getOrDefault(user, StatusChoice.NONE);
      var status =
          PresenceUser.status(
              choice.status(), own.stream().map(lease -> !used.contains(lease)).toList());
      return Shown.of(status, choice.text());
    }

    private int usersHere() {
      return (int) live.stream().map(Lease::user).distinct().count();
    }

    private <T> T one(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }
  }
}
