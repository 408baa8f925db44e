package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.ForwardMessage;
import io.klatch.domain.chat.Forwarding;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.ThreadHistory;
import io.klatch.domain.chat.ThreadResult;
import io.klatch.server.json.Dialect;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Threads, and copies of messages for other conversations. Both block; call on a virtual thread.
public final class ThreadApi {
  private final ThreadHistory threads;
  private final Forwarding forwarding;
  private final PostMeter posts;

  public ThreadApi(ThreadHistory threads, Forwarding forwarding, MeterRegistry meters) {
    this.threads = threads;
    this.forwarding = forwarding;
    this.posts = new PostMeter(meters);
  }

  /// `message:thread {conversation_id, seq, before_seq?, after_seq?, limit?}`
  public Reply thread(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var root = MessageApi.seq(fields);
          var range = ChatApi.range(fields);
          var limit = ChatApi.limit(fields);
          return id == null
              ? Refusals.noSuchConversation()
              : reply(threads.read(new ReadHistory(caller.key(), id, range, limit), root));
        });
  }

  /// `message:forward {conversation_id, seq, to_conversation_id, client_msg_id?}`
  public Reply forward(Identity caller, @Nullable JsonNode payload) {
    return posts.counting(() -> ChatApi.read(payload, fields -> forward(caller, fields)));
  }

  private Reply forward(Identity caller, Payload fields) {
    var from = fields.conversation("conversation_id");
    var seq = MessageApi.seq(fields);
    var to = fields.conversation("to_conversation_id");
    var clientId = ChatApi.clientMessageId(fields, "client_msg_id");
    return from == null || to == null
        ? Refusals.noSuchConversation()
        : Replies.sent(
            forwarding.forward(new ForwardMessage(caller.key(), from, seq, to, clientId)));
  }

  private static Reply reply(ThreadResult result) {
    return switch (result) {
      case ThreadResult.Found(var root, var page) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        json.set("root", Dialect.CANONICAL.message(root));
        var messages = json.putArray("messages");
        page.messages().forEach(each -> messages.add(Dialect.CANONICAL.message(each)));
        json.put("has_more", page.hasMore());
        yield new Reply.Ok(json, false);
      }
      case ThreadResult.NotFound() -> Refusals.noSuchConversation();
      case ThreadResult.NoSuchMessage() -> ChangeReplies.noSuchMessage();
      case ThreadResult.Unavailable() -> Refusals.unavailable();
    };
  }
}
