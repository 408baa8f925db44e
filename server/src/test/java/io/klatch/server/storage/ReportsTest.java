package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static io.klatch.server.storage.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.safety.FileReport;
import io.klatch.domain.safety.FileReport.OfMessage;
import io.klatch.domain.safety.FileReport.OfUser;
import io.klatch.domain.safety.Report;
import io.klatch.domain.safety.Report.Review;
import io.klatch.domain.safety.ReportId;
import io.klatch.domain.safety.ReportPage;
import io.klatch.domain.safety.ReportResult;
import io.klatch.domain.safety.ReportStore;
import io.klatch.domain.safety.ReviewState;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  @TempDir private Path folder;
  private StoreFixture fixture;
  private ReportStore reports;
  private ConversationId room;
  private int filed;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    reports = fixture.store.reports();
    room = fixture.group("c1", ANN, BOB);
    fixture.send(BOB, room, "something bad");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Nested
  class A_message {
    @Test
    void is_kept_as_it_was_when_it_was_reported() {
      assertThat(file(ANN, new OfMessage(room, new Seq(1)))).isEqualTo(filed("r1", false));
      var target = new MessageTarget(BOB, room, new Seq(1), null);
      fixture.store.messageChanges().edit(target, MessageEdit.to("nothing at all"));
      fixture.store.messageChanges().delete(target);
      var report = find("r1");
      assertThat(Objects.requireNonNull(report.message()).text()).isEqualTo("something bad");
      assertThat(report.reported()).isEqualTo(BOB.user());
      assertThat(report.reporter()).isEqualTo(ANN.user());
      assertThat(report.conversation()).isEqualTo(room);
      assertThat(report.review()).isEqualTo(Review.NONE);
    }

    @Test
    void is_reported_once_by_each_user_also_when_that_report_is_decided() {
      file(ANN, new OfMessage(room, new Seq(1)));
      decide("r1", ReviewState.REJECTED);
      assertThat(file(ANN, new OfMessage(room, new Seq(1)))).isEqualTo(filed("r1", true));
      assertThat(file(BOB, new OfMessage(room, new Seq(1)))).isEqualTo(filed("r3", false));
      fixture.send(BOB, room, "another");
      assertThat(file(ANN, new OfMessage(room, new Seq(2)))).isEqualTo(filed("r4", false));
    }

    @Test
    void that_is_not_there_or_not_for_the_reporter_cannot_be_reported() {
      var nothing = new ReportResult.NoSuchMessage();
      assertThat(file(EVE, new OfMessage(room, new Seq(1)))).isEqualTo(nothing);
      assertThat(file(ANN, new OfMessage(room, new Seq(9)))).isEqualTo(nothing);
      var stranger = new UserKey(new TenantId("acme"), ANN.user());
      assertThat(file(stranger, new OfMessage(room, new Seq(1)))).isEqualTo(nothing);
      fixture.store.messageChanges().delete(new MessageTarget(BOB, room, new Seq(1), null));
      assertThat(file(ANN, new OfMessage(room, new Seq(1)))).isEqualTo(nothing);
    }
  }

  @Nested
  class A_user {
    @Test
    void is_reported_by_those_who_share_a_conversation_also_after_leaving_it() {
      assertThat(file(ANN, new OfUser(BOB.user(), null))).isEqualTo(filed("r1", false));
      fixture.store.members().remove(new MemberAct(BOB, room, null), BOB.user());
      fixture.group("c2", ANN, EVE);
      assertThat(file(ANN, new OfUser(BOB.user(), room))).isEqualTo(filed("r1", true));
      var nobody = new ReportResult.NoSuchUser();
      assertThat(file(ANN, new OfUser(EVE.user(), room))).isEqualTo(nobody);
      assertThat(file(EVE, new OfUser(BOB.user(), null))).isEqualTo(nobody);
      assertThat(file(BOB, new OfUser(ANN.user(), null))).isEqualTo(nobody);
      assertThat(find("r1").message()).isNull();
    }

    @Test
    void is_reported_anew_when_the_first_report_is_decided() {
      file(ANN, new OfUser(BOB.user(), null));
      decide("r1", ReviewState.RESOLVED);
      assertThat(file(ANN, new OfUser(BOB.user(), null))).isEqualTo(filed("r2", false));
    }
  }

  @Nested
  class Reports {
    @Test
    void are_listed_oldest_first_page_by_page_and_by_state() {
      for (var n = 2; n <= 4; n++) {
        fixture.send(BOB, room, "x");
        file(ANN, new OfMessage(room, new Seq(n)));
      }
      decide("r2", ReviewState.RESOLVED);
      assertThat(ids(null, null, 10)).containsExactly("r1", "r2", "r3");
      assertThat(ids(ReviewState.OPEN, null, 10)).containsExactly("r1", "r3");
      assertThat(ids(ReviewState.RESOLVED, null, 10)).containsExactly("r2");
      var first = reports.page(TenantId.DEFAULT, null, null, 2);
      assertThat(first.hasMore()).isTrue();
      var cursor = new ReportPage.Cursor(NOW, first.reports().getLast().id());
      assertThat(ids(null, cursor, 2)).containsExactly("r3");
      assertThat(reports.page(new TenantId("acme"), null, null, 10).reports()).isEmpty();
    }

    @Test
    void of_another_tenant_are_neither_found_nor_decided() {
      file(ANN, new OfMessage(room, new Seq(1)));
      var acme = new TenantId("acme");
      assertThat(reports.find(acme, new ReportId("r1"))).isNull();
      assertThat(reports.review(acme, new ReportId("r1"), it -> Review.NONE)).isNull();
    }
  }

  private ReportResult file(UserKey reporter, FileReport.Target target) {
    filed++;
    return reports.file(
        new ReportId("r" + filed), new FileReport(reporter, target, "spam", null), NOW);
  }

  private static ReportResult filed(String id, boolean deduplicated) {
    return new ReportResult.Filed(new ReportId(id), deduplicated);
  }

  private void decide(String id, ReviewState state) {
    var decided =
        reports.review(
            TenantId.DEFAULT, new ReportId(id), _ -> new Review(state, "mod", "seen", NOW));
    assertThat(Objects.requireNonNull(decided).review().state()).isEqualTo(state);
  }

  private Report find(String id) {
    return Objects.requireNonNull(reports.find(TenantId.DEFAULT, new ReportId(id)));
  }

  private List<String> ids(
      @Nullable ReviewState state, ReportPage.@Nullable Cursor after, int limit) {
    var page = reports.page(TenantId.DEFAULT, state, after, limit);
    return page.reports().stream().map(it -> it.id().value()).toList();
  }
}
