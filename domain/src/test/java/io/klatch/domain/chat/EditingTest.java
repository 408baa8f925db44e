package io.klatch.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EditingTest {
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final ConversationId ROOM = new ConversationId("c1");
  private static final MessageTarget TARGET = new MessageTarget(ANN, ROOM, new Seq(1), null);

  private final FakeChanges store = new FakeChanges();
  private Duration wait = Duration.ZERO;
  private boolean admitted = true;
  private final Editing editing =
      new Editing(store, new Guard(_ -> wait, () -> admitted), new ChatLimits(20, 10));

  @Test
  void an_edit_has_the_rules_of_a_text_and_is_stored_as_it_is() {
    assertThat(edit("a\0")).isEqualTo(unfit(new Unfit.Malformed()));
    assertThat(edit("x".repeat(21))).isEqualTo(unfit(new Unfit.TooLong(21, 20)));
    assertThat(store.done).isEmpty();
    assertThat(edit(" ok ")).isEqualTo(FakeChanges.DONE);
    assertThat(editing.edit(TARGET, new MessageEdit(null, new MessageEdit.Body("{}"))))
        .isEqualTo(FakeChanges.DONE);
    assertThat(store.done).containsExactly("edit  ok ", "edit null {}");
  }

  @Test
  void who_is_too_fast_is_told_how_long_to_wait_and_nothing_is_stored() {
    wait = Duration.ofMillis(250);
    assertThat(edit("x")).isEqualTo(new ChangeResult.RateLimited(wait));
    assertThat(editing.deleteForAll(TARGET)).isEqualTo(new ChangeResult.RateLimited(wait));
    assertThat(store.done).isEmpty();
  }

  @Test
  void nothing_is_stored_while_delivery_is_behind_or_the_store_cannot() {
    admitted = false;
    assertThat(editing.deleteForMe(TARGET)).isEqualTo(new ChangeResult.Unavailable());
    admitted = true;
    store.full = true;
    assertThat(editing.deleteForMe(TARGET)).isEqualTo(new ChangeResult.Unavailable());
    assertThat(editing.versions(ANN, ROOM, new Seq(1))).isEqualTo(new VersionsResult.Unavailable());
    assertThat(store.done).isEmpty();
  }

  private ChangeResult edit(String text) {
    return editing.edit(TARGET, MessageEdit.to(text));
  }

  private static ChangeResult unfit(Unfit why) {
    return new ChangeResult.TextUnfit(why);
  }

  private static final class FakeChanges implements MessageChanges {
    static final ChangeResult DONE = new ChangeResult.Done(null, false);
    final List<String> done = new ArrayList<>();
    boolean full;

    private ChangeResult done(String what) {
      check();
      done.add(what);
      return DONE;
    }

    private void check() {
      if (full) {
        throw new UnavailableException("full");
      }
    }

    @Override
    public ChangeResult edit(MessageTarget target, MessageEdit edit) {
      var body = edit.body();
      return done("edit " + edit.text() + (body == null ? "" : " " + body.json()));
    }

    @Override
    public ChangeResult delete(MessageTarget target) {
      return done("delete");
    }

    @Override
    public ChangeResult hide(MessageTarget target) {
      return done("hide");
    }

    @Override
    public ChangeResult react(MessageTarget target, Emoji emoji) {
      return done("react");
    }

    @Override
    public ChangeResult unreact(MessageTarget target, Emoji emoji) {
      return done("unreact");
    }

    @Override
    public ChangeResult pin(MessageTarget target) {
      return done("pin");
    }

    @Override
    public ChangeResult unpin(MessageTarget target) {
      return done("unpin");
    }

    @Override
    public @Nullable List<Version> versions(UserKey reader, ConversationId conversation, Seq seq) {
      check();
      return List.of();
    }

    @Override
    public @Nullable List<Message> pins(UserKey reader, ConversationId conversation) {
      check();
      return List.of();
    }
  }
}
