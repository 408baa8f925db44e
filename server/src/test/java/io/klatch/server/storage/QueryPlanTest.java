package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.AttachmentLimits;
import io.klatch.domain.attachment.FileName;
import io.klatch.domain.attachment.FileType;
import io.klatch.domain.attachment.Upload;
import io.klatch.domain.audit.AuditFilter;
import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.Role;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.SettingsChange;
import io.klatch.domain.chat.Timing;
import io.klatch.domain.draft.Writing;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.export.Exports;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.presence.PresenceTally.Stretch;
import io.klatch.domain.presence.StatusChoice;
import io.klatch.domain.privacy.PrivacyChange;
import io.klatch.domain.receipt.Marks;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.ReadSeen;
import io.klatch.domain.receipt.Step;
import io.klatch.domain.repeat.KeptAnswer;
import io.klatch.domain.repeat.RepeatKey;
import io.klatch.domain.review.ReviewFilter;
import io.klatch.domain.room.NewRoom;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomStore;
import io.klatch.domain.room.RoomTerms;
import io.klatch.domain.safety.FileReport;
import io.klatch.domain.safety.Report.Review;
import io.klatch.domain.safety.ReportId;
import io.klatch.domain.safety.ReportResult;
import io.klatch.domain.safety.ReviewState;
import io.klatch.domain.schedule.ScheduleChange;
import io.klatch.domain.schedule.Scheduled;
import io.klatch.domain.webhook.DeadLetter;
import io.klatch.domain.webhook.EventType;
import io.klatch.domain.webhook.WebhookKey;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No statement reads a whole table, whatever its size is to become.
class QueryPlanTest {
  private static final ConversationKey KEY =
      new ConversationKey(TenantId.DEFAULT, StoreFixture.id("c1"));

  @TempDir private Path folder;

  @Test
  void every_query_seeks_an_index() {
    try (var fixture = new StoreFixture(folder)) {
      var conversation = fixture.direct("c1", ANN, BOB);
      fixture.direct("c2", ANN, BOB);
      fixture.append(ANN, conversation, "x", "m1");
      change(fixture);
      attach(fixture);
      readEverything(fixture);
      export(fixture.store);
      fixture.store.retention().remove(KEY, StoreFixture.NOW.plusSeconds(60), 10);
      useRooms(fixture);
      List<String> written = fixture.store.writer().write(batch -> scans(batch.statements()));
      assertThat(written).isEmpty();
      // Readers take turns, and each has statements of its own.
      for (var turn = 0; turn < StoreConfig.defaults().readers(); turn++) {
        List<String> read = fixture.store.readers().read("plans", QueryPlanTest::scans);
        assertThat(read).isEmpty();
      }
    }
  }

  @Test
  void a_scan_would_be_noticed() {
    try (var fixture = new StoreFixture(folder)) {
      List<String> found =
          fixture
              .store
              .readers()
              .read(
                  "plans",
                  statements -> {
                    statements.get("select * from messages where text = ?");
                    return scans(statements);
                  });
      assertThat(found).hasSize(1);
    }
  }

  private static void readEverything(StoreFixture fixture) {
    var store = fixture.store;
    var id = StoreFixture.id("c1");
    for (var range : List.of(new HistoryRange.Newest(), new HistoryRange.After(Seq.NONE))) {
      var _ = store.messages().page(new ReadHistory(ANN, id, range, 10));
    }
    var _ = store.conversations().find(ANN, id);
    var _ = store.conversations().list(ANN, 10, null);
    var _ = store.conversations().heads(ANN, 10, null);
    var _ = store.memberships().isMember(new ConversationKey(ANN.tenant(), id), ANN.user());
    var _ = store.privacy().of(ANN);
    readPresence(store);
    readBackEnds(store);
    var _ = store.privacy().change(ANN, new PrivacyChange(true, null, null, null));
    var _ = store.watermarks().standings(ANN, Map.of(id, Seq.NONE));
    var _ =
        store.watermarks().move(MemberKey.of(ANN, id), new Step(Marks.readUpTo(new Seq(1)), true));
    for (var read : List.of(true, false)) {
      var _ = store.watermarks().seen(new ReadSeen(ANN, id, new Seq(1), read, 10, null), true);
    }
    var _ = store.unread().unread(store.unread().candidates(TenantId.DEFAULT, Set.of(BOB.user())));
    var _ = store.log().missed(ANN, LogPosition.START, new LogPosition(10), 10);
    var _ = store.log().members(KEY, new LogPosition(10));
    var thread = new ReadHistory(ANN, id, new HistoryRange.Newest(), 10);
    var _ = store.messageReader().thread(thread, new Seq(1));
    var _ = store.messageReader().find(ANN, id, new Seq(1));
    var _ = store.changes().page(ANN, id, ChangeSeq.NONE, 10);
    var _ = store.drafts().list(ANN, 10, null);
    var _ = store.drafts().of(ANN, List.of(id));
    schedule(store);
    var _ = store.expiry().expire(10);
  }

  private static void schedule(Store store) {
    var id = new ScheduledId(ScheduledId.PREFIX + "a");
    var at = StoreFixture.NOW;
    var it = new Scheduled(id, 0, ANN, KEY.conversation(), "x", Content.NONE, null, at, at, null);
    var scheduled = store.scheduled();
    var _ = scheduled.add(it, 10);
    var _ = scheduled.change(ANN, id, new ScheduleChange("y", null), 10);
    var _ = scheduled.list(ANN, 10, null);
    var _ = scheduled.due(at, 10, null);
    var _ = scheduled.fail(it.with(new ScheduleChange("y", null)), ErrorCode.NOT_FOUND, 10);
    var _ = scheduled.cancel(ANN, id);
  }

  private static void change(StoreFixture fixture) {
    var members = fixture.store.members();
    var user = new UserId("u");
    var id = KEY.conversation();
    var _ = members.add(new MemberAct(ANN, id, new OpId("1")), List.of(user), 10);
    var _ = members.setRole(new MemberAct(ANN, id, new OpId("2")), user, Role.ADMIN);
    var _ = members.remove(new MemberAct(ANN, id, new OpId("3")), user);
    var title = new Profile.Patch(new Profile.Field("t"), null, null);
    var _ = members.describe(new MemberAct(ANN, id, null), title);
    var _ = members.set(new MemberAct(ANN, id, null), new SettingsChange.Pin(true));
    var _ = members.page(ANN, id, null, 10);
    var _ = members.standings(ANN, List.of(id));
    var messages = fixture.store.messageChanges();
    var target = new MessageTarget(ANN, KEY.conversation(), new Seq(1), new OpId("3"));
    var again = new MessageTarget(ANN, KEY.conversation(), new Seq(1), null);
    var emoji = new Emoji("+1");
    var _ = messages.edit(target, MessageEdit.to("y"));
    var _ = messages.react(again, emoji);
    var _ = messages.unreact(again, emoji);
    var _ = messages.pin(again);
    var _ = messages.pins(ANN, KEY.conversation());
    var _ = messages.versions(ANN, KEY.conversation(), new Seq(1));
    var _ = messages.unpin(again);
    var _ = messages.hide(again);
    var _ = messages.delete(again);
    var writing = new Writing("w", null, null, null);
    var _ = fixture.store.drafts().set(ANN, id, writing, StoreFixture.NOW);
    sendAllThereIs(fixture);
    block(fixture);
  }

  private static void block(StoreFixture fixture) {
    var blocks = fixture.store.blocks();
    var _ = blocks.block(ANN, BOB.user(), 10);
    var _ = blocks.unblock(ANN, BOB.user());
    var _ = blocks.page(ANN, null, 10);
    var _ = blocks.keptAway(TenantId.DEFAULT, List.of(ANN.user(), BOB.user()));
    var retention = fixture.store.retention();
    var _ = retention.ofTenant(TenantId.DEFAULT, null, 10);
    var _ = retention.withTheirOwn(null, 10);
    fixture.group("g1", ANN, BOB);
    report(fixture.store, new FileReport.OfMessage(KEY.conversation(), new Seq(2)), "r1");
    report(fixture.store, new FileReport.OfUser(BOB.user(), KEY.conversation()), "r2");
    report(fixture.store, new FileReport.OfUser(BOB.user(), null), "r3");
  }

  private static void report(Store store, FileReport.Target target, String id) {
    var reports = store.reports();
    var command = new FileReport(ANN, target, "spam", null);
    assertThat(reports.file(new ReportId(id), command, StoreFixture.NOW))
        .isInstanceOf(ReportResult.Filed.class);
    var _ = reports.page(TenantId.DEFAULT, null, null, 10);
    var _ = reports.page(TenantId.DEFAULT, ReviewState.OPEN, null, 10);
    var _ = reports.review(TenantId.DEFAULT, new ReportId(id), it -> it);
  }

  private static void sendAllThereIs(StoreFixture fixture) {
    var mentions = new Mentions(List.of(ANN.user()), false, true);
    var content = new Content(new Seq(1), new Seq(1), mentions, "{}", null);
    var command = new SendMessage(ANN, KEY.conversation(), "z", null, content);
    var _ = fixture.store.messages().append(command, StoreFixture.NOW);
  }

  private static void attach(StoreFixture fixture) {
    var store = fixture.store.attachments();
    var id = AttachmentId.random(new Random(1));
    var name = new FileName("a");
    var upload = new Upload(id, ANN, name, 1, 0, StoreFixture.NOW);
    var _ = store.begin(upload, AttachmentLimits.defaults());
    var _ = store.upload(ANN, id);
    var _ = store.received(upload);
    var _ = store.complete(upload, new Attachment(id, name, FileType.TEXT, 1, null, false));
    var _ = store.owned(ANN, id);
    var _ = store.readable(BOB, id);
    var command =
        new SendMessage(ANN, KEY.conversation(), "", null, Content.NONE, List.of(id), Timing.NOW);
    var sent = (Appended.Stored) fixture.store.messages().append(command, StoreFixture.NOW);
    var target = new MessageTarget(ANN, KEY.conversation(), sent.message().seq(), null);
    var _ = fixture.store.messageChanges().delete(target);
    store.forget(store.collect(Instant.ofEpochMilli(Long.MAX_VALUE), 1));
    var _ = store.giveUp(ANN, id);
  }

  private static void useRooms(StoreFixture fixture) {
    var store = fixture.store.rooms(_ -> {});
    var actor = new RoomActor(ANN, "Ann", Role.ADMIN);
    var key = actor.in(new RoomId(2)); // Behind the seed.
    var now = StoreFixture.NOW;
    var room =
        new NewRoom(ANN.tenant(), "r", null, RoomTerms.of(5), StoreFixture.id("r1"), now, now);
    for (var again = 0; again < 2; again++) {
      var seed = StoreFixture.id("r" + (again + 2));
      store.seed(
          ANN.tenant(),
          List.of(new NewRoom(ANN.tenant(), "s", null, RoomTerms.of(5), seed, now, null)));
    }
    var _ = store.create(actor, room, 10, 10);
    for (var mode : RoomMode.values()) {
      var _ = store.join(actor, key.room(), mode);
    }
    var other = new RoomActor(BOB, "Bob", Role.MEMBER);
    var _ = store.join(other, key.room(), RoomMode.VIEWER);
    var _ = store.act(actor, key.room(), new RoomAct.Mute(BOB.user(), true, null));
    var _ = store.act(actor, key.room(), new RoomAct.Spotlight(BOB.user(), null));
    moderate(fixture, store, actor, key, room.conversation());
    var _ = store.list(ANN.tenant(), 10, null);
    var _ = store.participants(key, 10, null);
    var _ = store.events(key, 10, 10);
    review(fixture.store, key);
    var _ = store.role(key, BOB.user());
    var _ = store.activity(Objects.requireNonNull(store.find(key)), now);
    var seats = store.seats(10, null);
    assertThat(seats).hasSize(2);
    var _ = store.vacate(seats, _ -> true);
    var eve = new ReadHistory(StoreFixture.EVE, room.conversation(), new HistoryRange.Newest(), 10);
    var _ = fixture.store.messages().page(eve);
    var _ = store.closeExpired(now, 10);
    assertThat(store.find(key)).isNull();
  }

  private static void review(Store store, RoomKey key) {
    var filter = AuditFilter.NONE.in(key.room());
    var _ = store.audit().exists(key);
    var _ = store.audit().place(key, 1);
    var _ = store.audit().entries(key.tenant(), filter, 10, null);
    var _ = store.audit().entries(key.tenant(), AuditFilter.NONE, 10, null);
    var _ = store.appeals().file("a1", key, BOB.user(), "please", StoreFixture.NOW);
    var reviews = store.reviews();
    for (var room : new RoomId[] {null, key.room()}) {
      for (var state : new ReviewState[] {null, ReviewState.OPEN}) {
        var asked = new ReviewFilter(state, null, room, BOB.user());
        var _ = reviews.items(key.tenant(), asked, 10, null);
      }
    }
    var _ = reviews.find(key.tenant(), "r1");
    var _ = reviews.steps(key.tenant(), "r1", 10);
    var resolved = new Review(ReviewState.RESOLVED, "mod", null, StoreFixture.NOW);
    for (var item : List.of("a1", "r1")) {
      var _ = reviews.change(key.tenant(), item, BOB.user(), StoreFixture.NOW, _ -> resolved);
      var _ = reviews.change(key.tenant(), item, BOB.user(), StoreFixture.NOW, _ -> Review.NONE);
    }
  }

  private static void moderate(
      StoreFixture fixture, RoomStore rooms, RoomActor actor, RoomKey key, ConversationId id) {
    var store = fixture.store.moderation(_ -> {});
    var room = key.room();
    var bob = BOB.user();
    var _ = rooms.act(actor, room, new RoomAct.SlowMode(1));
    var _ = fixture.append(BOB, id, "x", null);
    var _ = fixture.append(BOB, id, "y", null);
    var _ = rooms.act(actor, room, new RoomAct.SetRole(bob, Role.MODERATOR, null));
    var _ = rooms.act(actor, room, new RoomAct.ShadowBan(bob, true, null, null));
    var seqs = store.messages(key, bob, StoreFixture.NOW, 10);
    var _ = store.delete(actor, room, bob, seqs, null);
    var _ = store.standing(actor, room, StoreFixture.NOW);
    var ban = new RoomAct.Ban(StoreFixture.user("eva").user(), Duration.ofDays(1), true, null);
    var _ = rooms.act(actor, room, ban);
    var _ = store.expel(actor, ban, room, 10);
    var _ = store.bans(key, 10, null, StoreFixture.NOW);
    var _ = store.sweep(Instant.ofEpochMilli(Long.MAX_VALUE), 10);
    var _ = fixture.store.roomConversations().isRoom(new ConversationKey(ANN.tenant(), id));
    var _ = fixture.store.memberships().voice(new ConversationKey(ANN.tenant(), id), bob);
  }

  private static void export(Store store) {
    var exports =
        new Exports(
            store.exports(),
            store.users(),
            store.privacy(),
            store.presence(),
            store.blocks(),
            store.drafts(),
            store.scheduled());
    Objects.requireNonNull(exports.conversation(KEY)).forEachRemaining(_ -> {});
    Objects.requireNonNull(exports.user(ANN)).forEachRemaining(_ -> {});
  }

  private static void readPresence(Store store) {
    store.presence().choose(ANN, StatusChoice.NONE);
    store.presence().seen(Map.of(ANN, StoreFixture.NOW));
    var _ = store.presence().find(ANN.tenant(), Set.of(ANN.user(), BOB.user()));
    var _ = store.presence().count(ANN.tenant());
    var _ = store.contacts().among(ANN, Set.of(BOB.user()));
    var none = new Stretch(ANN.tenant(), 1, 1, 0, Duration.ZERO, Duration.ZERO);
    store.presenceHours().add(StoreFixture.NOW, Duration.ofMinutes(1), List.of(none));
    var _ = store.presenceHours().since(ANN.tenant(), StoreFixture.NOW);
    store.presenceHours().forget(StoreFixture.NOW);
  }

  private static void readBackEnds(Store store) {
    var _ = store.users().save(ANN, profile -> profile);
    var _ = store.users().find(ANN);
    var _ = store.users().page(TenantId.DEFAULT, null, 10);
    var key = new RepeatKey(TenantId.DEFAULT, "k");
    var _ = store.answers().find(key, StoreFixture.NOW);
    store.answers().keep(key, new KeptAnswer("f", 200, "{}"), StoreFixture.NOW);
    store.answers().forget(StoreFixture.NOW);
    var id = StoreFixture.id("c1");
    var _ = store.sentMessages().isSent(new SendMessage(ANN, id, "x", new ClientMessageId("m1")));
    var head = store.log().head();
    var _ = store.tenantLog().between(TenantId.DEFAULT, LogPosition.START, head);
    var hook = new WebhookKey(TenantId.DEFAULT, "h");
    store.webhooks().advance(hook, head);
    var type = EventType.MESSAGE_NEW;
    var letter = new DeadLetter(hook, head, id, type, "{}", 1, "f", StoreFixture.NOW);
    store.webhooks().bury(letter, 10);
    var _ = store.webhooks().deadLetters(hook, LogPosition.START, 10);
    store.webhooks().unbury(hook, head);
    store.webhooks().remove(hook);
  }

  static List<String> scans(Statements statements) throws SQLException {
    var scans = new ArrayList<String>();
    for (var sql : statements.texts()) {
      try (var explain = statements.connection().createStatement();
          var rows = explain.executeQuery("explain query plan " + sql)) {
        while (rows.next()) {
          var step = rows.getString("detail");
          // What a statement is given is read through: constant rows, named v or w where they are
          // many.
          if (step.startsWith("SCAN")
              && !step.contains("CONSTANT ROW")
              && !step.contains("VALUES CLAUSE")
              && !step.matches("SCAN [vw]")) {
            scans.add(step + ": " + sql);
          }
        }
      }
    }
    return scans;
  }
}
