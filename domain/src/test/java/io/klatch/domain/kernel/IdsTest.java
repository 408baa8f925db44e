package io.klatch.domain.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void an_id_refuses_nonsense_at_birth() {
    assertThatIllegalArgumentException().isThrownBy(() -> new UserId(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new UserId("ä".repeat(65)));
    assertThatIllegalArgumentException().isThrownBy(() -> new UserId("a\nb"));
    assertThatIllegalArgumentException().isThrownBy(() -> new UserId("a\ud83d"));
    assertThatIllegalArgumentException().isThrownBy(() -> new ConversationId("c".repeat(65)));
    assertThatIllegalArgumentException().isThrownBy(() -> new ClientMessageId("m".repeat(65)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Seq(-1));
  }

  @Test
  void a_client_message_id_is_counted_in_characters_not_in_code_units() {
    assertThat(new ClientMessageId("\ud83d\ude00".repeat(64)).value()).hasSize(128);
  }

  @Test
  void random_conversation_ids_do_not_repeat_and_say_what_they_are() {
    var random = new Random(7);
    var ids = new HashSet<ConversationId>();
    for (var i = 0; i < 1_000; i++) {
      ids.add(ConversationId.random(random));
    }
    assertThat(ids).hasSize(1_000).allMatch(id -> id.value().matches("c[0-9a-z]{20}"));
  }

  @Test
  void a_message_is_named_by_where_it_stands() {
    assertThat(MessageId.of(new ConversationId("c1"), new Seq(7)).value()).isEqualTo("c1.7");
  }

  @Test
  void a_code_is_lower_case_on_the_wire() {
    assertThat(ErrorCode.TEXT_TOO_LONG.wire()).isEqualTo("text_too_long");
  }
}
