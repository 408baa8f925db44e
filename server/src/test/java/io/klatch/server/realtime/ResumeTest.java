package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.delivery.ResumeConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final ResumeConfig SMALL =
      new ResumeConfig(5, 2_000, Duration.ofHours(24), Duration.ofDays(30));

  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock();
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;
  private String room;

  @BeforeEach
  void start() {
    server = new LiveServer(folder, clock, SMALL);
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
    room =
        ann.ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
            .get("conversation_id")
            .stringValue();
    bob.until("conversation:new");
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Nested
  class A_client_that_was_away {
    @Test
    void gets_what_it_missed_once_in_order_before_it_is_told_so() {
      bob.drop();
      say("one", "two");
      var position = bob.log.size();
      assertThat(resumed()).isEqualTo("recovered");
      say("three");
      bob.until("message:new");
      assertThat(bob.texts("message:new")).containsExactly("one", "two", "three");
      assertThat(bob.log.subList(position, bob.log.size()))
          .extracting(WireClient.Received::name)
          .containsExactly("connect", "message:new", "message:new", "session:ready", "message:new");
    }

    @Test
    void keeps_its_pid_and_can_do_it_again() {
      for (var i = 0; i < 3; i++) {
        var pid = bob.pid();
        bob.drop();
        say("m" + i);
        assertThat(resumed()).isEqualTo("recovered");
        assertThat(bob.pid()).isEqualTo(pid);
      }
      assertThat(bob.texts("message:new")).containsExactly("m0", "m1", "m2");
    }

    @Test
    void resumes_though_it_had_never_received_an_event() {
      try (var client = server.signedIn("bob")) {
        assertThat(client.offset()).isNull();
        client.drop();
        say("missed");
        assertThat(client.signIn().get("recovered").booleanValue()).isTrue();
        assertThat(client.texts("message:new")).containsExactly("missed");
      }
    }

    @Test
    void resumes_at_a_server_that_was_started_anew() {
      bob.drop();
      say("before");
      var pid = bob.pid();
      var offset = bob.offset();
      restart();
      say("after");
      bob.claiming(pid, offset);
      assertThat(resumed()).isEqualTo("recovered");
      assertThat(bob.texts("message:new")).containsExactly("before", "after");
    }

    @Test
    void gets_a_new_conversation_as_it_was_opened() {
      bob.drop();
      var group =
          ann.ask(
              "conversation:create",
              "{\"type\":\"group\",\"member_ids\":[\"bob\"],\"title\":\"Team\"}");
      ann.ask(
          "message:send",
          "{\"conversation_id\":%s,\"text\":\"hi\"}".formatted(group.get("conversation_id")));
      assertThat(resumed()).isEqualTo("recovered");
      var opened = bob.all("conversation:new").getLast().first();
      assertThat(opened.get("title").stringValue()).isEqualTo("Team");
      assertThat(opened.get("last_seq").intValue()).isZero();
      assertThat(opened).isEqualTo(ann.nth(2, "conversation:new").first());
    }

    @Test
    void takes_over_from_its_own_connection_that_still_seems_open() {
      try (var again = server.client("bob").claiming(bob.pid(), bob.offset())) {
        assertThat(again.signIn().get("recovered").booleanValue()).isTrue();
        bob.untilClosed();
        say("one");
        again.until("message:new");
        assertThat(bob.all("message:new")).isEmpty();
      }
    }

    @Test
    void keeps_its_dialect_even_when_the_gap_cannot_be_filled() {
      bob.ask("join_room", "{\"chatRoomId\":\"" + room + "\"}");
      bob.drop();
      say("one");
      assertThat(resumed()).isEqualTo("recovered");
      bob.drop();
      say("1", "2", "3", "4", "5", "6");
      assertThat(resumed()).isEqualTo("resync");
      bob.drop();
      say("last");
      assertThat(resumed()).isEqualTo("recovered");
      assertThat(bob.texts("receive_message")).containsExactly("one", "last");
      assertThat(bob.all("message:new")).isEmpty();
    }
  }

  @Nested
  class Changes_of_members {
    @Test
    void are_told_live_and_missed_in_the_same_bytes() {
      bob.drop();
      add("carl");
      remove("carl");
      assertThat(resumed()).isEqualTo("recovered");
      ann.nth(1, "member:removed");
      for (var name : List.of("member:added", "member:removed")) {
        assertThat(bob.all(name)).isEqualTo(ann.all(name)).hasSize(1);
      }
      var removed = bob.all("member:removed").getFirst().first();
      assertThat(removed.get("user_id").stringValue()).isEqualTo("carl");
      assertThat(removed.get("change_seq").intValue()).isEqualTo(2);
    }

    @Test
    void show_a_newcomer_the_conversation_first_and_a_leaver_their_leaving_last() {
      try (var carl = server.signedIn("carl")) {
        say("before");
        add("carl");
        say("between");
        remove("carl");
        say("after");
        add("carl");
        carl.nth(2, "conversation:new");
        carl.log.removeIf(it -> List.of("connect", "session:ready").contains(it.name()));
        assertThat(carl.log)
            .extracting(WireClient.Received::name)
            .containsExactly(
                "conversation:new", "message:new", "member:removed", "conversation:new");
        assertThat(carl.texts("message:new")).containsExactly("between");
        assertThat(carl.log.getFirst().first().get("last_seq").intValue()).isEqualTo(1);
        assertThat(carl.log.getFirst().first().get("change_seq").intValue()).isEqualTo(1);
      }
    }

    @Test
    void are_all_told_to_one_who_was_away_when_they_were_made() {
      try (var carl = server.signedIn("carl")) {
        carl.drop();
        add("carl");
        say("welcome");
        remove("carl");
        say("gone");
        assertThat(outcome(carl)).isEqualTo("recovered");
        assertThat(carl.texts("message:new")).containsExactly("welcome");
        assertThat(carl.all("conversation:new")).hasSize(1);
        assertThat(carl.all("member:removed")).hasSize(1);
        assertThat(carl.all("member:added")).isEmpty();
      }
    }

    @Test
    void are_delivered_to_the_right_people_by_a_server_that_has_not_seen_the_conversation() {
      restart();
      bob.signIn();
      try (var carl = server.signedIn("carl")) {
        add("carl");
        remove("bob");
        say("to carl");
        carl.until("message:new");
        bob.until("member:removed");
        ann.nth(1, "message:new");
        bob.ask("sync:get", "{}");
        assertThat(bob.all("message:new")).isEmpty();
      }
    }

    private void add(String user) {
      var _ = server.store.members().add(act(), List.of(new UserId(user)), 10);
    }

    private void remove(String user) {
      var _ = server.store.members().remove(act(), new UserId(user));
    }

    private MemberAct act() {
      var ann = new UserKey(TenantId.DEFAULT, new UserId("ann"));
      return new MemberAct(ann, new ConversationId(room), null);
    }
  }

  @Nested
  class A_gap {
    @Test
    void of_as_many_events_as_allowed_is_filled_and_of_one_more_is_not() {
      bob.drop();
      say("1", "2", "3", "4", "5");
      assertThat(resumed()).isEqualTo("recovered");
      bob.drop();
      say("1", "2", "3", "4", "5", "6");
      assertThat(resumed()).isEqualTo("resync");
      assertThat(bob.all("message:new")).hasSize(5);
    }

    @Test
    void once_given_up_is_over_though_the_client_still_names_its_old_offset() {
      bob.drop();
      say("1", "2", "3", "4", "5", "6");
      var offset = bob.offset();
      assertThat(resumed()).isEqualTo("resync");
      assertThat(bob.offset()).isEqualTo(offset);
      bob.drop();
      say("missed");
      assertThat(resumed()).isEqualTo("recovered");
      assertThat(bob.texts("message:new")).containsExactly("missed");
    }

    @Test
    void of_too_many_bytes_is_not_filled() {
      bob.drop();
      say("x".repeat(1_000), "y".repeat(1_000));
      assertThat(resumed()).isEqualTo("resync");
      assertThat(bob.all("message:new")).isEmpty();
    }

    @Test
    void that_began_a_day_ago_is_filled_and_an_older_one_is_not() {
      bob.drop();
      say("old");
      clock.now = clock.now.plus(Duration.ofHours(24));
      assertThat(resumed()).isEqualTo("recovered");
      bob.drop();
      say("too old");
      clock.now = clock.now.plus(Duration.ofHours(24)).plusSeconds(1);
      assertThat(resumed()).isEqualTo("resync");
    }
  }

  @Nested
  class A_claim {
    @Test
    void of_another_user_or_tenant_begins_a_new_session_and_shows_nothing() {
      bob.drop();
      say("secret");
      for (var thief : List.of("eve", "other/bob")) {
        try (var client = server.client(thief).claiming(bob.pid(), bob.offset())) {
          assertThat(client.signIn().get("recovered").booleanValue()).isFalse();
          assertThat(client.pid()).isNotEqualTo(bob.pid());
          assertThat(client.all("message:new")).isEmpty();
        }
      }
    }

    @Test
    void that_is_altered_or_makes_no_sense_is_answered_with_a_resync() {
      bob.drop();
      say("missed");
      var pid = Objects.requireNonNull(bob.pid());
      var offset = Objects.requireNonNull(bob.offset());
      var epoch = server.store.log().epoch();
      refusedToResume(pid.replace("v2", "v1"), offset);
      refusedToResume(pid.substring(0, pid.length() - 2), offset);
      refusedToResume("v2.......", offset);
      refusedToResume("", offset);
      refusedToResume("x".repeat(100_000), offset);
      refusedToResume(pid, epoch + "-1000000");
      refusedToResume(pid, "e000000000000-1");
      refusedToResume(pid, epoch + "--1");
      refusedToResume(pid, epoch + "-" + "9".repeat(40));
      refusedToResume(pid, "");
    }

    @Test
    void expires_with_its_session() {
      clock.now = clock.now.plus(Duration.ofDays(30));
      bob.drop();
      assertThat(resumed()).isEqualTo("resync");
    }

    private void refusedToResume(String pid, @Nullable String offset) {
      try (var client = server.client("bob").claiming(pid, offset)) {
        assertThat(outcome(client)).as(pid + " " + offset).isEqualTo("resync");
        assertThat(client.pid()).isNotEqualTo(pid);
        assertThat(client.all("message:new")).isEmpty();
      }
    }
  }

  private void say(String... texts) {
    for (var text : texts) {
      var payload = "{\"conversation_id\":\"%s\",\"text\":\"%s\"}".formatted(room, text);
      assertThat(ann.ask("message:send", payload).get("ok").booleanValue()).isTrue();
    }
  }

  private String resumed() {
    return outcome(bob);
  }

  private static String outcome(WireClient client) {
    var ready = client.signIn();
    var recovered = ready.get("recovered").booleanValue();
    var resync = ready.get("resync").booleanValue();
    return recovered ? "recovered" : resync ? "resync" : "fresh";
  }

  private void restart() {
    ann.close();
    server.close();
    server = new LiveServer(folder, clock, SMALL);
    ann = server.signedIn("ann");
    bob.close();
    bob = server.client("bob");
  }

  private static final class MovableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-20T10:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
