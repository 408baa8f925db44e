package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static io.klatch.server.storage.StoreFixture.EVE;
import static io.klatch.server.storage.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.attachment.AttachmentLimits;
import io.klatch.domain.attachment.AttachmentStore;
import io.klatch.domain.attachment.AttachmentStore.Begun;
import io.klatch.domain.attachment.Extent;
import io.klatch.domain.attachment.FileName;
import io.klatch.domain.attachment.FileType;
import io.klatch.domain.attachment.Upload;
import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.Timing;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.MessageId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attachments on a real file.
class AttachmentStoreTest {
  private static final AttachmentLimits LIMITS =
      new AttachmentLimits(100, 2, 250, Duration.ofHours(1));
  private static final Instant SOON = NOW.plusSeconds(3_600);

  @TempDir private Path folder;
  private final Random random = new Random(1);
  private StoreFixture fixture;
  private AttachmentStore store;
  private ConversationId room;

  @BeforeEach
  void start() {
    open();
    room = fixture.group("c1", ANN, BOB);
  }

  private void open() {
    fixture = new StoreFixture(folder);
    store = fixture.store.attachments();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Nested
  class An_upload {
    @Test
    void is_found_by_its_owner_with_what_it_has_after_a_restart_too() {
      var upload = begin(ANN, 10);
      var further = new Upload(upload.id(), ANN, upload.name(), 10, 4, SOON.plusSeconds(60));
      assertThat(store.received(further)).isTrue();
      close();
      open();
      assertThat(store.upload(ANN, upload.id())).isEqualTo(further);
      assertThat(store.upload(BOB, upload.id())).isNull();
      assertThat(store.upload(inAcme(), upload.id())).isNull();
    }

    @Test
    void is_one_of_as_many_as_a_user_may_have() {
      var first = begin(ANN, 10);
      begin(ANN, 10);
      assertThat(store.begin(upload(ANN, 10), LIMITS)).isEqualTo(Begun.TOO_MANY_UNFINISHED);
      assertThat(store.giveUp(BOB, first.id())).isFalse();
      assertThat(store.giveUp(ANN, first.id())).isTrue();
      begin(ANN, 10);
    }

    @Test
    void counts_as_its_size_until_it_is_gone() {
      attachment(ANN, 100);
      attachment(ANN, 100);
      assertThat(store.begin(upload(ANN, 51), LIMITS)).isEqualTo(Begun.TOO_MANY_BYTES);
      assertThat(store.begin(upload(inAcme(), 100), LIMITS)).isEqualTo(Begun.ADDED);
      store.forget(store.collect(SOON, 1));
      begin(ANN, 51);
    }

    @Test
    void that_is_not_complete_is_no_attachment() {
      var upload = begin(ANN, 10);
      assertThat(store.readable(ANN, upload.id())).isNull();
      assertThat(send(ANN, upload.id())).isInstanceOf(Appended.NoSuchAttachment.class);
    }
  }

  @Nested
  class An_attachment {
    @Test
    void is_part_of_its_message_in_history_and_in_the_log() {
      var one = attachment(ANN, 10);
      var two = attachment(ANN, 20);
      var stored = (Appended.Stored) send(ANN, two.id(), one.id());
      assertThat(stored.message().content().attachments()).containsExactly(two, one);
      assertThat(fixture.all(BOB, room).getFirst()).isEqualTo(stored.message());
      close();
      open();
      assertThat(fixture.all(BOB, room).getFirst()).isEqualTo(stored.message());
    }

    @Test
    void is_attached_by_who_uploaded_it_alone() {
      var file = attachment(ANN, 10);
      assertThat(send(BOB, file.id())).isInstanceOf(Appended.NoSuchAttachment.class);
      assertThat(fixture.all(BOB, room)).isEmpty();
      send(ANN, file.id());
      assertThat(send(BOB, file.id())).isInstanceOf(Appended.NoSuchAttachment.class);
    }

    @Test
    void is_read_by_its_uploader_and_by_members_once_a_message_has_it() {
      var file = attachment(ANN, 10);
      assertThat(store.readable(ANN, file.id())).isEqualTo(file);
      assertThat(store.readable(BOB, file.id())).isNull();
      send(ANN, file.id());
      assertThat(store.readable(BOB, file.id())).isEqualTo(file);
      assertThat(store.readable(EVE, file.id())).isNull();
      assertThat(store.readable(inAcme(), file.id())).isNull();
      var _ = fixture.store.members().remove(new MemberAct(ANN, room, null), BOB.user());
      assertThat(store.readable(BOB, file.id())).isNull();
    }

    @Test
    void goes_with_a_forwarded_copy_and_with_no_other_message_that_says_so() {
      var file = attachment(ANN, 10);
      var stored = (Appended.Stored) send(ANN, file.id());
      var other = fixture.group("c2", BOB, EVE);
      assertThat(forward(BOB, other, new MessageId("c1.9"), file.id()))
          .isInstanceOf(Appended.NoSuchAttachment.class);
      assertThat(forward(BOB, other, stored.message().id(), file.id()))
          .isInstanceOf(Appended.Stored.class);
      assertThat(store.readable(EVE, file.id())).isEqualTo(file);
    }

    @Test
    void is_kept_as_long_as_one_message_has_it_and_goes_with_the_last() {
      var file = attachment(ANN, 10);
      var first = (Appended.Stored) send(ANN, file.id());
      var second = (Appended.Stored) send(ANN, file.id());
      var late = Instant.now().plusSeconds(1_000_000);
      assertThat(store.collect(late, 10)).isEmpty();
      delete(first);
      assertThat(store.collect(late, 10)).isEmpty();
      assertThat(store.readable(BOB, file.id())).isEqualTo(file);
      delete(second);
      assertThat(store.readable(BOB, file.id())).isNull();
      assertThat(store.collect(Instant.now().plusSeconds(1), 10)).containsExactly(key(file));
    }

    @Test
    void that_is_being_taken_away_is_there_for_nobody_until_it_is_gone() {
      var file = attachment(ANN, 10);
      assertThat(store.collect(SOON.minusMillis(1), 10)).isEmpty();
      assertThat(store.collect(SOON, 10)).containsExactly(key(file));
      assertThat(send(ANN, file.id())).isInstanceOf(Appended.NoSuchAttachment.class);
      assertThat(store.readable(ANN, file.id())).isNull();
      close();
      open();
      assertThat(store.collect(SOON, 10)).containsExactly(key(file));
      store.forget(List.of(key(file)));
      assertThat(store.collect(SOON, 10)).isEmpty();
    }

    @Test
    void is_found_with_all_that_is_known_of_it() {
      var upload = begin(ANN, 10);
      var picture =
          new Attachment(upload.id(), upload.name(), FileType.PNG, 9, new Extent(40, 30), true);
      assertThat(store.complete(upload, picture)).isTrue();
      assertThat(store.complete(upload, picture)).isFalse();
      assertThat(store.owned(ANN, upload.id())).isEqualTo(picture);
      assertThat(store.find(key(picture))).isEqualTo(picture);
    }

    @Test
    void of_rounds_that_are_bounded_is_taken_away_in_turn() {
      var one = attachment(ANN, 10);
      var two = attachment(ANN, 10);
      for (var round = 0; round < 2; round++) {
        var due = store.collect(SOON, 1);
        assertThat(due).hasSize(1).isSubsetOf(key(one), key(two));
        store.forget(due);
      }
      assertThat(store.collect(SOON, 1)).isEmpty();
    }
  }

  private Upload begin(UserKey owner, long size) {
    var upload = upload(owner, size);
    assertThat(store.begin(upload, LIMITS)).isEqualTo(Begun.ADDED);
    return upload;
  }

  private Upload upload(UserKey owner, long size) {
    return new Upload(AttachmentId.random(random), owner, FileName.of("a.txt"), size, 0, SOON);
  }

  private Attachment attachment(UserKey owner, long size) {
    var upload = begin(owner, size);
    var file = new Attachment(upload.id(), upload.name(), FileType.TEXT, size, null, false);
    assertThat(store.complete(upload, file)).isTrue();
    return file;
  }

  private Appended send(UserKey sender, AttachmentId... ids) {
    return fixture
        .store
        .messages()
        .append(
            new SendMessage(sender, room, "", null, Content.NONE, List.of(ids), Timing.NOW), NOW);
  }

  private Appended forward(
      UserKey sender, ConversationId to, MessageId source, AttachmentId... ids) {
    var content = new Content(null, null, Mentions.NONE, null, source);
    return fixture
        .store
        .messages()
        .append(new SendMessage(sender, to, "", null, content, List.of(ids), Timing.NOW), NOW);
  }

  private void delete(Appended.Stored stored) {
    var target = new MessageTarget(ANN, room, stored.message().seq(), null);
    var _ = fixture.store.messageChanges().delete(target);
  }

  private static AttachmentKey key(Attachment file) {
    return new AttachmentKey(TenantId.DEFAULT, file.id());
  }

  private static UserKey inAcme() {
    return new UserKey(new TenantId("acme"), ANN.user());
  }
}
