package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.review.AppealResult;
import io.klatch.domain.review.Appealing;
import io.klatch.domain.review.ReviewFilter;
import io.klatch.domain.review.ReviewItem;
import io.klatch.domain.review.ReviewPlace;
import io.klatch.domain.review.ReviewResult;
import io.klatch.domain.review.ReviewStep;
import io.klatch.domain.review.Reviewing;
import io.klatch.domain.review.Verdict;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomLeases;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomRead;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.RoomTerms;
import io.klatch.domain.room.Rooms;
import io.klatch.domain.safety.FileReport;
import io.klatch.domain.safety.Report.Review;
import io.klatch.domain.safety.ReportId;
import io.klatch.domain.safety.ReviewState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Appeals, and the queue of these and reports, on a real database.
class ReviewsTest {
  private static final RoomId GENERAL = new RoomId(1);
  private static final RoomActor MOD = actor("mod", Role.MODERATOR);

  @TempDir private Path folder;
  private StoreFixture fixture;
  private Instant now = StoreFixture.NOW;
  private Rooms rooms;
  private Appealing appealing;
  private Reviewing reviewing;
  private Duration wait = Duration.ZERO;
  private final List<String> lifted = new ArrayList<>();
  private RoomResult lifting = new RoomResult.NotFound();
  private int reports;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    var store = fixture.store.rooms(_ -> {});
    rooms =
        new Rooms(
            store,
            new RoomLeases(Duration.ofSeconds(30), () -> now),
            (_, _) -> Duration.ZERO,
            () -> true,
            RoomRules.defaults(),
            new Random(7),
            () -> now);
    lifting = new RoomResult.Done(room(), null, true);
    appealing =
        new Appealing(
            fixture.store.appeals(),
            (limit, _) -> limit == LimitName.APPEAL ? wait : Duration.ZERO,
            new Random(7),
            () -> now);
    reviewing =
        new Reviewing(
            fixture.store.reviews(),
            store,
            (by, appeal, reason) -> {
              lifted.add(by.user() + " " + appeal.against().wire() + " " + reason);
              return lifting;
            },
            () -> now);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Nested
  class An_appeal {
    @Test
    void is_for_who_is_banned_or_muted_there_at_that_time() {
      assertThat(appeal(ANN)).isEqualTo(new AppealResult.NothingImposed());
      impose(1, ANN, "shadow", null);
      assertThat(appeal(ANN)).isEqualTo(new AppealResult.NothingImposed());
      impose(1, ANN, "mute", now.plusSeconds(1));
      assertThat(appeal(ANN)).isInstanceOf(AppealResult.Filed.class);
      impose(1, BOB, "ban", now);
      assertThat(appeal(BOB)).isEqualTo(new AppealResult.NothingImposed());
      impose(0, BOB, "ban", null);
      assertThat(appeal(BOB)).isInstanceOf(AppealResult.Filed.class);
      assertThat(appealing.file(ANN, new RoomId(99), "x")).isEqualTo(new AppealResult.NoSuchRoom());
      assertThat(queue(ReviewFilter.NONE))
          .extracting(it -> ((ReviewItem.OfAppeal) it).appeal().against().wire())
          .containsExactlyInAnyOrder("mute", "ban");
    }

    @Test
    void waits_alone_and_again_is_the_same_until_it_is_decided() {
      impose(1, ANN, "ban", null);
      var id = filed(appeal(ANN));
      assertThat(appeal(ANN)).isEqualTo(new AppealResult.Filed(id, true));
      decide(MOD, id, ReviewState.IN_REVIEW);
      assertThat(appeal(ANN)).isEqualTo(new AppealResult.Filed(id, true));
      decide(MOD, id, ReviewState.REJECTED);
      var other = filed(appeal(ANN));
      assertThat(other).isNotEqualTo(id);
      assertThat(reviewing.decide(MOD, id, verdict(ReviewState.OPEN)))
          .isEqualTo(new ReviewResult.AnotherWaits());
      decide(MOD, other, ReviewState.REJECTED);
      decide(MOD, id, ReviewState.OPEN);
    }

    @Test
    void has_a_text_within_bounds_and_only_so_many_are_made() {
      impose(1, ANN, "ban", null);
      for (var text : List.of("", " ", "\u0000", "x".repeat(Appealing.TEXT_CHARACTERS_MAX + 1))) {
        assertThat(appealing.file(ANN, GENERAL, text))
            .isEqualTo(new AppealResult.TextUnfit(Appealing.TEXT_CHARACTERS_MAX));
      }
      wait = Duration.ofMinutes(3);
      assertThat(appeal(ANN)).isEqualTo(new AppealResult.RateLimited(wait));
      wait = Duration.ZERO;
      assertThat(appealing.file(ANN, GENERAL, "x".repeat(Appealing.TEXT_CHARACTERS_MAX)))
          .isInstanceOf(AppealResult.Filed.class);
    }

    @Test
    void
        in_favour_lifts_what_it_is_against_only_when_told_to_and_nothing_is_decided_when_refused() {
      impose(1, ANN, "ban", null);
      var id = filed(appeal(ANN));
      decide(MOD, id, ReviewState.RESOLVED);
      assertThat(lifted).isEmpty();
      decide(MOD, id, ReviewState.OPEN);
      lifting = new RoomResult.NotAllowed(Role.MODERATOR);
      var lift = new Verdict(ReviewState.RESOLVED, "sorry", true);
      assertThat(reviewing.decide(MOD, id, lift)).isEqualTo(new ReviewResult.NotLifted(lifting));
      assertThat(find(MOD, id).item().review().state()).isEqualTo(ReviewState.OPEN);
      lifting = new RoomResult.Done(room(), null, true);
      assertThat(reviewing.decide(MOD, id, lift)).isInstanceOf(ReviewResult.Found.class);
      assertThat(lifted).containsExactly("mod ban sorry", "mod ban sorry");
      assertThat(reviewing.decide(MOD, id, new Verdict(ReviewState.OPEN, null, true)))
          .isEqualTo(new ReviewResult.NothingToLift());
    }
  }

  @Nested
  class The_queue {
    @Test
    void has_reports_and_appeals_the_oldest_first_page_by_page() {
      var all = fill();
      assertThat(ids(queue(ReviewFilter.NONE))).isEqualTo(all);
      var paged = new ArrayList<String>();
      ReviewPlace place = null;
      ReviewResult.Page page;
      do {
        page = (ReviewResult.Page) reviewing.list(MOD, ReviewFilter.NONE, 2, place);
        paged.addAll(ids(page.items().items()));
        place = page.items().items().getLast().place();
      } while (page.items().hasMore());
      assertThat(paged).isEqualTo(all);
    }

    @Test
    void is_filtered_by_state_kind_and_room() {
      var all = fill();
      decide(MOD, all.get(1), ReviewState.IN_REVIEW);
      decide(MOD, all.get(2), ReviewState.RESOLVED);
      assertThat(ids(queue(filter(ReviewState.IN_REVIEW, null, null)))).containsExactly(all.get(1));
      assertThat(ids(queue(filter(ReviewState.OPEN, null, null)))).hasSize(all.size() - 2);
      assertThat(queue(filter(null, ReviewItem.Kind.APPEAL, null)))
          .hasSize(2)
          .allMatch(it -> it instanceof ReviewItem.OfAppeal);
      assertThat(queue(filter(null, ReviewItem.Kind.REPORT, null)))
          .hasSize(3)
          .allMatch(it -> it instanceof ReviewItem.OfReport);
      // Of the three reports one is about what was said in the room.
      assertThat(queue(filter(null, null, GENERAL))).hasSize(3);
      assertThat(queue(filter(ReviewState.OPEN, ReviewItem.Kind.REPORT, GENERAL))).hasSize(1);
      assertThat(queue(filter(null, null, new RoomId(2)))).isEmpty();
    }

    @Test
    void shows_room_moderators_what_is_about_their_room_and_users_nothing() {
      var all = fill();
      var owner = actor("owner", Role.MEMBER);
      var made = rooms.create(owner, "Mine", null, RoomTerms.of(5), null);
      var mine = ((RoomResult.Done) made).room().id();
      impose(mine.value(), ANN, "ban", null);
      var id = filed(appealing.file(ANN, mine, "please"));
      var theirs = (ReviewResult.Page) reviewing.list(owner, filter(null, null, mine), 10, null);
      assertThat(ids(theirs.items().items())).containsExactly(id);
      decide(owner, id, ReviewState.REJECTED);
      var member = new ReviewResult.NotAllowed(Role.MEMBER);
      assertThat(reviewing.list(owner, ReviewFilter.NONE, 10, null)).isEqualTo(member);
      assertThat(reviewing.list(owner, filter(null, null, GENERAL), 10, null)).isEqualTo(member);
      for (var other : all) {
        assertThat(reviewing.find(owner, other)).isEqualTo(new ReviewResult.NotFound());
        assertThat(reviewing.decide(owner, other, verdict(ReviewState.REJECTED)))
            .isEqualTo(new ReviewResult.NotFound());
      }
    }

    @Test
    void hides_from_everybody_what_is_about_themselves() {
      var all = fill();
      var bob = new RoomActor(BOB, "Bob", Role.MODERATOR);
      var seen = (ReviewResult.Page) reviewing.list(bob, ReviewFilter.NONE, 10, null);
      assertThat(seen.items().items()).isNotEmpty().noneMatch(it -> it.user().equals(BOB.user()));
      var about = new ArrayList<>(all);
      about.removeAll(ids(seen.items().items()));
      assertThat(about).isNotEmpty();
      assertThat(reviewing.find(bob, about.getFirst())).isEqualTo(new ReviewResult.Oneself());
      assertThat(reviewing.decide(bob, about.getFirst(), verdict(ReviewState.REJECTED)))
          .isEqualTo(new ReviewResult.Oneself());
    }

    @Test
    void of_another_tenant_is_another_one() {
      var all = fill();
      var acme = new RoomActor(new UserKey(new TenantId("acme"), EVE.user()), "E", Role.ADMIN);
      var page = (ReviewResult.Page) reviewing.list(acme, ReviewFilter.NONE, 10, null);
      assertThat(page.items().items()).isEmpty();
      assertThat(reviewing.find(acme, all.getFirst())).isEqualTo(new ReviewResult.NotFound());
      assertThat(reviewing.decide(acme, all.getFirst(), verdict(ReviewState.RESOLVED)))
          .isEqualTo(new ReviewResult.NotFound());
    }
  }

  @Nested
  class A_decision {
    @Test
    void is_kept_with_who_made_it_and_when_each_time_the_state_changes() {
      var id = fill().getFirst();
      decide(MOD, id, ReviewState.IN_REVIEW);
      now = now.plusSeconds(60);
      var other = actor("root", Role.ADMIN);
      assertThat(reviewing.decide(other, id, new Verdict(ReviewState.RESOLVED, "warned", false)))
          .isInstanceOf(ReviewResult.Found.class);
      var found = find(MOD, id);
      assertThat(found.item().review().resolver()).isEqualTo("root");
      assertThat(found.item().review().note()).isEqualTo("warned");
      assertThat(found.item().review().at()).isEqualTo(now);
      assertThat(found.steps())
          .containsExactly(
              new ReviewStep(ReviewState.IN_REVIEW, "mod", null, StoreFixture.NOW),
              new ReviewStep(ReviewState.RESOLVED, "root", "warned", now));
    }

    @Test
    void is_not_overturned_by_who_has_not_seen_it() {
      var id = fill().getFirst();
      decide(MOD, id, ReviewState.RESOLVED);
      assertThat(reviewing.decide(actor("root", Role.ADMIN), id, verdict(ReviewState.REJECTED)))
          .isEqualTo(new ReviewResult.Decided(ReviewState.RESOLVED, "mod"));
      assertThat(reviewing.decide(MOD, id, verdict(ReviewState.RESOLVED)))
          .isInstanceOf(ReviewResult.Found.class);
      assertThat(find(MOD, id).steps()).hasSize(1);
      decide(MOD, id, ReviewState.OPEN);
      assertThat(find(MOD, id).item().review().resolver()).isNull();
      decide(MOD, id, ReviewState.REJECTED);
      assertThat(find(MOD, id).steps()).hasSize(3);
    }

    @Test
    void of_a_back_end_on_a_report_is_kept_too() {
      var id = fill().getFirst();
      var _ =
          fixture
              .store
              .reports()
              .review(
                  TenantId.DEFAULT,
                  new ReportId(id),
                  before -> new Review(ReviewState.REJECTED, "office", before.note(), now));
      assertThat(find(MOD, id).steps())
          .extracting(ReviewStep::state, ReviewStep::by)
          .containsExactly(tuple(ReviewState.REJECTED, "office"));
    }

    @Test
    void stays_as_it_was_kept_whoever_writes_to_the_database() {
      var id = fill().getFirst();
      decide(MOD, id, ReviewState.RESOLVED);
      for (var sql :
          List.of(
              "update review_steps set actor_id = 'bob'",
              "delete from review_steps",
              "insert or replace into review_steps (tenant_id, item_id, step_no, state, created_at)"
                  + " values ('default', '"
                  + id
                  + "', 1, 'open', 0)")) {
        assertThatThrownBy(() -> run(sql)).as(sql).hasStackTraceContaining("review_steps are kept");
      }
      assertThat(find(MOD, id).steps()).hasSize(1);
    }
  }

  /// Three reports, one of them of what was said in a room, and two appeals; their ids, the oldest
  /// first.
  private List<String> fill() {
    var group = fixture.group("c1", ANN, BOB);
    fixture.send(BOB, group, "something bad");
    rooms.join(new RoomActor(ANN, "Ann", Role.MEMBER), GENERAL, RoomMode.VIEWER);
    rooms.join(new RoomActor(BOB, "Bob", Role.MEMBER), GENERAL, RoomMode.VIEWER);
    fixture.send(ANN, room().conversation(), "loud");
    var ids = new ArrayList<String>();
    ids.add(report(ANN, new FileReport.OfMessage(group, new Seq(1))));
    impose(1, BOB, "mute", null);
    ids.add(filed(appeal(BOB)));
    now = now.plusMillis(1);
    ids.add(report(BOB, new FileReport.OfUser(ANN.user(), null)));
    impose(1, EVE, "ban", null);
    now = now.plusMillis(1);
    ids.add(filed(appeal(EVE)));
    now = now.plusMillis(1);
    var said = new Seq(1);
    ids.add(report(BOB, new FileReport.OfMessage(room().conversation(), said)));
    now = StoreFixture.NOW;
    return ids;
  }

  private String report(UserKey reporter, FileReport.Target target) {
    reports++;
    // Before appeals of the same moment, whose ids begin with an a.
    var id = new ReportId("0r" + reports);
    var _ = fixture.store.reports().file(id, new FileReport(reporter, target, "spam", null), now);
    return id.value();
  }

  private AppealResult appeal(UserKey user) {
    return appealing.file(user, GENERAL, "please");
  }

  private static String filed(AppealResult result) {
    return ((AppealResult.Filed) result).id();
  }

  private void impose(long room, UserKey user, String kind, @Nullable Instant until) {
    run(
        "insert into room_sanctions (tenant_id, room_id, user_id, kind, actor_id, actor_role,"
            + " created_at, expires_at) values ('default', %d, '%s', '%s', 'mod', 'moderator', 0, %s)"
                .formatted(
                    room, user.user(), kind, until == null ? "null" : "" + until.toEpochMilli()));
  }

  private void run(String sql) {
    var _ =
        fixture
            .store
            .writer()
            .write(batch -> {
              try (var statement = batch.statements().connection().createStatement()) {
                return statement.executeUpdate(sql);
              }
            });
  }

  private void decide(RoomActor by, String id, ReviewState state) {
    var decided = (ReviewResult.Found) reviewing.decide(by, id, verdict(state));
    assertThat(decided.item().review().state()).isEqualTo(state);
  }

  private ReviewResult.Found find(RoomActor by, String id) {
    return (ReviewResult.Found) reviewing.find(by, id);
  }

  private List<ReviewItem> queue(ReviewFilter filter) {
    return ((ReviewResult.Page) reviewing.list(MOD, filter, 10, null)).items().items();
  }

  private Room room() {
    var key = new RoomKey(TenantId.DEFAULT, GENERAL);
    return ((RoomRead.Found<Room>) rooms.find(key)).value();
  }

  private static List<String> ids(List<ReviewItem> items) {
    return items.stream().map(ReviewItem::id).toList();
  }

  private static Verdict verdict(ReviewState state) {
    return new Verdict(state, null, false);
  }

  private static ReviewFilter filter(
      @Nullable ReviewState state, ReviewItem.@Nullable Kind kind, @Nullable RoomId room) {
    return new ReviewFilter(state, kind, room, null);
  }

  private static RoomActor actor(String user, Role role) {
    return new RoomActor(new UserKey(TenantId.DEFAULT, new UserId(user)), user, role);
  }
}
