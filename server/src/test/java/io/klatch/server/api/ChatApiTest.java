package io.klatch.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.ConversationCursor;
import io.klatch.domain.chat.ConversationHead;
import io.klatch.domain.chat.ConversationStore;
import io.klatch.domain.chat.Conversations;
import io.klatch.domain.chat.History;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessagePage;
import io.klatch.domain.chat.MessageStore;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.Posting;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.Sync;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatApiTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Identity ANN =
      new Identity(
          TenantId.DEFAULT,
          new UserId("ann"),
          "Ann",
          Set.of(),
          Set.of(),
          null,
          NOW.plusSeconds(60));

  private Duration wait = Duration.ZERO;
  private boolean broken;
  private final Stores stores = new Stores();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChatApi api =
      new ChatApi(
          new Conversations(
              stores, () -> true, (_, _) -> wait, ChatLimits.defaults(), new Random(1), clock),
          new Posting(stores, _ -> wait, () -> true, ChatLimits.defaults(), clock),
          (_, _) -> null,
          new History(stores),
          new Sync(stores),
          List.of(),
          meters);

  @Test
  void a_sent_message_is_answered_with_its_number_and_when_it_was_on_disk() {
    assertThat(send("{'conversation_id':'c1','text':'hello','client_msg_id':'m-1'}"))
        .isEqualTo(
            "{'ok':true,'message_id':'c1.1','conversation_id':'c1','seq':1,"
                + "'created_at':'2026-11-20T12:00:00.000Z','persisted_at':'2026-11-20T12:00:00.005Z',"
                + "'deduplicated':false}");
  }

  @Test
  void a_field_that_is_missing_or_of_the_wrong_kind_is_named() {
    assertThat(send("{'text':'x'}")).isEqualTo(bad("conversation_id must be a string"));
    assertThat(send("{'conversation_id':7,'text':'x'}"))
        .isEqualTo(bad("conversation_id must be a string"));
    assertThat(send("{'conversation_id':'c1'}")).isEqualTo(bad("text must be a string"));
    assertThat(send("[1]")).isEqualTo(bad("the payload must be an object"));
    assertThat(send("{'conversation_id':'c1','text':'x','client_msg_id':''}"))
        .isEqualTo(bad("client_msg_id must have 1 to 64 characters on one line"));
    assertThat(text(api.send(ANN, null))).isEqualTo(bad("the payload must be an object"));
  }

  @Test
  void each_refusal_of_a_text_says_what_is_wrong() {
    assertThat(send("{'conversation_id':'c1','text':' \\n'}")).contains("'code':'text_empty'");
    assertThat(send("{'conversation_id':'c1','text':'" + "é".repeat(4_001) + "'}"))
        .isEqualTo(
            "{'ok':false,'code':'text_too_long','message':'text has 8002 bytes of UTF-8, at most"
                + " 8000'}");
  }

  @Test
  void an_id_that_cannot_exist_is_answered_like_one_that_does_not() {
    var unknown = "{'ok':false,'code':'not_found','message':'no such conversation'}";
    assertThat(send("{'conversation_id':'nope','text':'x'}")).isEqualTo(unknown);
    assertThat(send("{'conversation_id':'" + "x".repeat(65) + "','text':'x'}")).isEqualTo(unknown);
    assertThat(text(api.get(ANN, json("{'conversation_id':'a\\nb'}")))).isEqualTo(unknown);
    assertThat(text(api.history(ANN, json("{'conversation_id':'nope'}")))).isEqualTo(unknown);
  }

  @Test
  void each_send_is_counted_by_what_became_of_it() {
    send("{'conversation_id':'c1','text':'x'}");
    send("{'conversation_id':'c1','text':''}");
    send("{}");
    for (var result : List.of("stored", "text_empty", "bad_request")) {
      assertThat(meters.get("klatch.posts").tag("result", result).counter().count()).isEqualTo(1);
    }
  }

  @Test
  void who_is_too_fast_is_told_how_long_to_wait() {
    wait = Duration.ofMillis(250);
    assertThat(send("{'conversation_id':'c1','text':'x'}"))
        .isEqualTo(
            "{'ok':false,'code':'rate_limited','message':'sending too fast','retry_after_ms':250}");
  }

  @Test
  void a_store_that_cannot_write_makes_no_fault_of_the_server() {
    broken = true;
    assertThat(send("{'conversation_id':'c1','text':'x'}")).contains("'code':'unavailable'");
    assertThat(text(api.list(ANN, json("{}")))).contains("'code':'unavailable'");
  }

  @Test
  void a_conversation_is_made_with_its_caller() {
    assertThat(create("{'type':'group','member_ids':['bob'],'title':'Tea'}"))
        .startsWith("{'ok':true,'conversation_id':'c")
        .endsWith(
            "'type':'group','title':'Tea','picture':null,'metadata':null,'message_ttl_s':null,'retention_days':null,'member_ids':['ann','bob'],'created_by':'ann',"
                + "'created_at':'2026-11-20T12:00:00.000Z','last_seq':0,'change_seq':0,"
                + "'last_message':null,"
                + "'created':true,'me':{}}");
  }

  @Test
  void a_conversation_that_cannot_be_is_refused_by_field() {
    assertThat(create("{'type':'club','member_ids':[]}"))
        .isEqualTo(bad("type must be direct, group or broadcast"));
    assertThat(create("{'type':'group','member_ids':'bob'}"))
        .isEqualTo(bad("member_ids must be an array of strings"));
    assertThat(create("{'type':'group','member_ids':['']}")).contains("member_ids has an entry");
    assertThat(create("{'type':'direct','member_ids':['ann']}")).contains("exactly one other user");
  }

  @Test
  void history_goes_one_way_at_a_time_in_pages_of_at_most_a_hundred() {
    assertThat(history("'before_seq':3,'after_seq':1")).contains("not both");
    assertThat(history("'limit':101")).isEqualTo(bad("limit must be a whole number from 1 to 100"));
    assertThat(history("'limit':1.5")).isEqualTo(bad("limit must be a whole number from 1 to 100"));
    assertThat(history("'before_seq':3")).isEqualTo("{'ok':true,'messages':[],'has_more':true}");
  }

  @Test
  void a_cursor_nobody_gave_is_refused() {
    assertThat(text(api.list(ANN, json("{'cursor':'x'}")))).contains("cursor must be one that");
    assertThat(text(api.sync(ANN, json("{'cursor':'c1'}")))).contains("cursor must be one that");
  }

  private String send(String payload) {
    return text(api.send(ANN, json(payload)));
  }

  private String create(String payload) {
    return text(api.create(ANN, json(payload)));
  }

  private String history(String fields) {
    return text(api.history(ANN, json("{'conversation_id':'c1'," + fields + "}")));
  }

  private static String bad(String message) {
    return "{'ok':false,'code':'bad_request','message':'" + message + "'}";
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  private static String text(Reply reply) {
    return reply.json().toString().replace('"', '\'');
  }

  /// One conversation, `c1`, of whoever asks.
  private final class Stores implements ConversationStore, MessageStore {
    @Override
    public Appended append(SendMessage message, Instant acceptedAt) {
      works();
      if (!message.conversation().value().equals("c1")) {
        return new Appended.NotAMember();
      }
      return new Appended.Stored(
          new Message(
              message.conversation(),
              new Seq(1),
              message.sender().user(),
              message.text(),
              message.clientMessageId(),
              acceptedAt),
          acceptedAt.plusMillis(5),
          false);
    }

    @Override
    public @Nullable MessagePage page(ReadHistory query) {
      return query.conversation().value().equals("c1") ? new MessagePage(List.of(), true) : null;
    }

    @Override
    public OpenedConversation open(NewConversation made) {
      return new OpenedConversation(
          new Conversation(
              made.id(),
              made.type(),
              Profile.titled(made.title()),
              made.members(),
              made.createdBy(),
              made.createdAt(),
              made.createdAt(),
              Seq.NONE,
              ChangeSeq.NONE,
              null),
          true);
    }

    @Override
    public @Nullable Conversation findDirect(UserKey member, UserId other) {
      return null;
    }

    @Override
    public @Nullable Conversation find(UserKey member, ConversationId conversation) {
      return null;
    }

    @Override
    public List<Conversation> list(UserKey member, int limit, @Nullable ConversationCursor cursor) {
      works();
      return List.of();
    }

    @Override
    public List<ConversationHead> heads(UserKey member, int limit, @Nullable ConversationId after) {
      return List.of();
    }

    @Override
    public Set<UserId> members(ConversationKey conversation) {
      return Set.of();
    }

    private void works() {
      if (broken) {
        throw new UnavailableException("broken on purpose");
      }
    }
  }
}
