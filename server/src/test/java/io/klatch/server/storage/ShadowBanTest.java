package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.Memberships.Voice;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Role;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.room.DeletedMessages;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Ann says under a shadow ban is there for Ann and for nobody else.
class ShadowBanTest {
  private static final RoomId GENERAL = new RoomId(1);
  private static final RoomActor MODERATOR = new RoomActor(EVE, "Eve", Role.MODERATOR);

  @TempDir private Path folder;
  private ModeratedRooms rooms;
  private Seq before;
  private LogPosition start;

  @BeforeEach
  void open() {
    rooms = new ModeratedRooms(folder);
    rooms.join(ANN, GENERAL);
    rooms.join(BOB, GENERAL);
    before = rooms.send(ANN, "before");
    start = rooms.fixture.store.log().head();
    assertThat(shadow(true, null)).isInstanceOf(RoomResult.Done.class);
  }

  @AfterEach
  void close() {
    rooms.close();
  }

  @Test
  void it_is_in_the_history_of_the_sender_alone_and_others_go_on() {
    rooms.send(ANN, "shadow");
    rooms.send(BOB, "light");
    assertThat(rooms.texts(ANN)).containsExactly("before", "shadow", "light");
    assertThat(rooms.texts(BOB)).containsExactly("before", "light");
    assertThat(rooms.texts(StoreFixture.user("anybody"))).containsExactly("before", "light");
  }

  @Test
  void who_comes_back_is_told_of_ones_own_and_webhooks_are_not() {
    var shadow = rooms.send(ANN, "shadow");
    var target = new MessageTarget(ANN, rooms.conversation(), shadow, null);
    var changes = rooms.fixture.store.messageChanges();
    assertThat(changes.edit(target, MessageEdit.to("darker")))
        .isInstanceOf(ChangeResult.Done.class);
    assertThat(changes.react(target, new Emoji("+1"))).isInstanceOf(ChangeResult.Done.class);
    assertThat(missed(ANN)).hasSize(3);
    assertThat(missed(BOB)).isEmpty();
    var log = rooms.fixture.store.tenantLog();
    assertThat(log.between(TenantId.DEFAULT, start, rooms.fixture.store.log().head()))
        .noneMatch(LogEvent.MessageStored.class::isInstance);
  }

  @Test
  void it_is_unread_mentions_and_counts_for_nobody() {
    var mention = new Mentions(List.of(BOB.user()), false, false);
    var content = new Content(null, before, mention, null, null);
    var command = new SendMessage(ANN, rooms.conversation(), "hey", null, content);
    var store = rooms.fixture.store;
    assertThat(store.messages().append(command, rooms.clock.instant()))
        .isInstanceOf(Appended.Stored.class);
    var bob = MemberKey.of(BOB, rooms.conversation());
    var unread = Objects.requireNonNull(store.unread().unread(List.of(bob)).get(bob));
    assertThat(unread.count()).isEqualTo(1);
    assertThat(unread.mentions()).isZero();
    var root = store.messageReader().find(BOB, rooms.conversation(), before);
    assertThat(Objects.requireNonNull(root).marks().replies()).isZero();
  }

  @Test
  void nobody_else_finds_it_by_its_number() {
    var shadow = rooms.send(ANN, "shadow");
    var store = rooms.fixture.store;
    assertThat(store.messageReader().find(BOB, rooms.conversation(), shadow)).isNull();
    assertThat(store.messageReader().find(ANN, rooms.conversation(), shadow)).isNotNull();
    var target = new MessageTarget(BOB, rooms.conversation(), shadow, null);
    for (var result :
        List.of(
            store.messageChanges().react(target, new Emoji("+1")),
            store.messageChanges().pin(target),
            store.messageChanges().hide(target))) {
      assertThat(result).isEqualTo(new ChangeResult.NoSuchMessage());
    }
    assertThat(store.messageChanges().versions(BOB, rooms.conversation(), shadow)).isEmpty();
  }

  @Test
  void the_preview_of_others_is_what_they_may_see() {
    rooms.send(ANN, "shadow");
    assertThat(preview(BOB)).isEqualTo("before");
    assertThat(preview(ANN)).isEqualTo("shadow");
    rooms.fixture.committed.clear();
    rooms.join(StoreFixture.user("carl"), GENERAL);
    assertThat(rooms.fixture.committed)
        .singleElement()
        .isInstanceOfSatisfying(
            LogEvent.MemberJoined.class,
            it ->
                assertThat(Objects.requireNonNull(it.conversation().lastMessage()).text())
                    .isEqualTo("before"));
  }

  @Test
  void what_others_have_seen_already_is_not_changed_and_the_banned_are_not_told() {
    var target = new MessageTarget(ANN, rooms.conversation(), before, null);
    var changes = rooms.fixture.store.messageChanges();
    var nothing = new ChangeResult.Done(null, false);
    assertThat(changes.edit(target, MessageEdit.to("spam"))).isEqualTo(nothing);
    assertThat(changes.react(target, new Emoji("+1"))).isEqualTo(nothing);
    assertThat(changes.pin(target)).isEqualTo(nothing);
    assertThat(rooms.texts(BOB)).containsExactly("before");
    assertThat(rooms.fixture.store.memberships().voice(key(), ANN.user())).isEqualTo(Voice.SILENT);
    assertThat(rooms.fixture.store.memberships().voice(key(), BOB.user())).isEqualTo(Voice.HEARD);
  }

  @Test
  void it_ends_when_it_is_lifted_or_its_time_is_over_and_what_was_said_stays_in_the_dark() {
    rooms.send(ANN, "dark");
    shadow(false, null);
    rooms.send(ANN, "seen");
    shadow(true, Duration.ofMinutes(1));
    rooms.send(ANN, "darker");
    rooms.clock.advance(Duration.ofMinutes(1));
    rooms.send(ANN, "seen again");
    assertThat(rooms.texts(BOB)).containsExactly("before", "seen", "seen again");
  }

  @Test
  void moderators_delete_it_for_its_sender() {
    rooms.send(ANN, "shadow");
    assertThat(rooms.moderation.deleteMessages(MODERATOR, GENERAL, ANN.user(), null, null))
        .isEqualTo(new DeletedMessages.Done(2, false));
    assertThat(rooms.texts(ANN)).containsExactly("", "");
    assertThat(missed(BOB)).hasSize(1);
    assertThat(missed(ANN)).hasSize(3);
  }

  @Test
  void it_is_told_to_nobody() {
    assertThat(rooms.news.getLast().event().kind().isTold()).isFalse();
  }

  private RoomResult shadow(boolean banned, @Nullable Duration lasts) {
    return rooms.moderation.act(
        MODERATOR, GENERAL, new RoomAct.ShadowBan(ANN.user(), banned, lasts, null));
  }

  private List<LogEvent> missed(UserKey user) {
    var log = rooms.fixture.store.log();
    return Objects.requireNonNull(log.missed(user, start, log.head(), 100));
  }

  private String preview(UserKey user) {
    var list = rooms.fixture.store.conversations().list(user, 10, null);
    return Objects.requireNonNull(list.getFirst().lastMessage()).text();
  }

  private ConversationKey key() {
    return new ConversationKey(TenantId.DEFAULT, rooms.conversation());
  }
}
