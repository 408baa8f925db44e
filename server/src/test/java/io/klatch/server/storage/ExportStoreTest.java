package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.export.Exported;
import io.klatch.domain.export.Exports;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.user.UserProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports over a real database.
class ExportStoreTest {
  private static final ConversationKey ROOM =
      new ConversationKey(TenantId.DEFAULT, StoreFixture.id("room"));

  @TempDir private Path folder;
  private StoreFixture fixture;
  private Exports exports;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    var store = fixture.store;
    exports =
        new Exports(
            store.exports(),
            store.users(),
            store.privacy(),
            store.presence(),
            store.blocks(),
            store.drafts(),
            store.scheduled());
    fixture.group("room", ANN, BOB);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void a_conversation_is_told_whole_however_many_pages_it_has() {
    for (var i = 1; i <= 450; i++) {
      fixture.send(i % 2 == 0 ? BOB : ANN, ROOM.conversation(), "t" + i);
    }
    var changes = fixture.store.messageChanges();
    var first = new MessageTarget(ANN, ROOM.conversation(), new Seq(1), null);
    var _ = changes.edit(first, MessageEdit.to("changed"));
    var _ = changes.react(first, new Emoji("x"));
    var _ = changes.delete(new MessageTarget(BOB, ROOM.conversation(), new Seq(2), null));
    var pieces = all(Objects.requireNonNull(exports.conversation(ROOM)));
    assertThat(pieces.getFirst()).isInstanceOf(Exported.OfConversation.class);
    assertThat(pieces.subList(1, 3)).allMatch(it -> it instanceof Exported.OfMember);
    var messages = messages(pieces);
    assertThat(messages).extracting(it -> it.message().seq().value()).hasSize(450).isSorted();
    assertThat(messages.getFirst().versions()).extracting("text").containsExactly("t1", "changed");
    assertThat(messages.getFirst().reactions()).extracting("user").containsExactly(ANN.user());
    assertThat(messages.get(1).message().marks().deleted()).isTrue();
    assertThat(pieces).filteredOn(it -> it instanceof Exported.OfChange).hasSize(3);
    assertThat(pieces.getLast()).isEqualTo(new Exported.End(456));
  }

  @Test
  void a_user_is_told_with_what_they_sent_and_showed_also_where_they_left() {
    var _ = fixture.store.users().save(ANN, _ -> new UserProfile("Ann", null, null, null));
    fixture.group("other", BOB, ANN);
    fixture.send(ANN, ROOM.conversation(), "mine");
    fixture.send(BOB, ROOM.conversation(), "not mine");
    fixture.send(ANN, StoreFixture.id("other"), "there too");
    var changes = fixture.store.messageChanges();
    var theirs = new MessageTarget(ANN, ROOM.conversation(), new Seq(2), null);
    for (var emoji : List.of("a", "b")) {
      var _ = changes.react(theirs, new Emoji(emoji));
    }
    var act = new MemberAct(ANN, StoreFixture.id("other"), null);
    var _ = fixture.store.members().remove(act, ANN.user());
    var pieces = all(Objects.requireNonNull(exports.user(ANN)));
    assertThat(pieces.getFirst()).isInstanceOf(Exported.OfUser.class);
    var left = (Exported.OfMembership) pieces.get(1);
    assertThat(left.conversation()).isEqualTo(StoreFixture.id("other"));
    assertThat(left.standing()).isNull();
    assertThat(messages(pieces))
        .extracting(it -> it.message().text())
        .containsExactly("there too", "mine");
    assertThat(pieces.stream().filter(it -> it instanceof Exported.OfReaction)).hasSize(2);
    assertThat(pieces.getLast()).isEqualTo(new Exported.End(7));
  }

  @Test
  void few_messages_among_many_of_others_are_found() {
    for (var i = 1; i <= 1_200; i++) {
      fixture.send(i % 500 == 0 ? ANN : BOB, ROOM.conversation(), "t" + i);
    }
    var pieces = all(Objects.requireNonNull(exports.user(ANN)));
    assertThat(messages(pieces))
        .extracting(it -> it.message().text())
        .containsExactly("t500", "t1000");
  }

  @Test
  void what_is_not_there_or_of_another_tenant_is_not_told() {
    var acme = new TenantId("acme");
    assertThat(exports.conversation(new ConversationKey(acme, ROOM.conversation()))).isNull();
    assertThat(exports.user(StoreFixture.user("nobody"))).isNull();
    assertThat(exports.user(new UserKey(acme, ANN.user()))).isNull();
  }

  private static List<Exported.OfMessage> messages(List<Exported> pieces) {
    return pieces.stream()
        .filter(it -> it instanceof Exported.OfMessage)
        .map(it -> (Exported.OfMessage) it)
        .toList();
  }

  private static List<Exported> all(Iterator<Exported> pieces) {
    var all = new ArrayList<Exported>();
    pieces.forEachRemaining(all::add);
    return all;
  }
}
