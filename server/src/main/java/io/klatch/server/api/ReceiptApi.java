package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.receipt.ReadSeen;
import io.klatch.domain.receipt.ReceiptResult;
import io.klatch.domain.receipt.ReceiptResult.Outcome;
import io.klatch.domain.receipt.Receipts;
import io.klatch.domain.receipt.SeenResult;
import io.klatch.domain.receipt.UpTo;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.json.ReceiptJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Receipts as JSON. Blocks; call on a virtual thread.
public final class ReceiptApi {
  /// Conversations in one event.
  public static final int BATCH_MAX = 100;

  private final Receipts receipts;
  private final MeterRegistry meters;

  public ReceiptApi(Receipts receipts, MeterRegistry meters) {
    this.receipts = receipts;
    this.meters = meters;
  }

  /// `receipt:read {conversation_id, up_to_seq}` or `{receipts: […]}` of those.
  public Reply read(Identity caller, @Nullable JsonNode payload) {
    return mark(caller, payload, "read", receipts::read);
  }

  /// `receipt:delivered`, with the same payloads.
  public Reply delivered(Identity caller, @Nullable JsonNode payload) {
    return mark(caller, payload, "delivered", receipts::delivered);
  }

  /// `receipt:get {conversation_id, seq, state?, limit?, cursor?}`
  public Reply get(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = fields.conversation("conversation_id");
          var seq = new Seq(fields.whole("seq", 1, Long.MAX_VALUE));
          var read = isRead(fields.textOrNull("state"));
          var limit = fields.wholeOrNull("limit", 1, ChatLimits.PAGE_MAX);
          var page = limit == null ? ChatLimits.PAGE_DEFAULT : limit.intValue();
          var after = user(fields.textOrNull("cursor"));
          return id == null
              ? Refusals.noSuchConversation()
              : seen(receipts.seen(new ReadSeen(caller.key(), id, seq, read, page, after)));
        });
  }

  private Reply mark(
      Identity caller,
      @Nullable JsonNode payload,
      String kind,
      BiFunction<UserKey, List<UpTo>, ReceiptResult> use) {
    return ChatApi.read(
        payload,
        fields -> {
          var many = fields.objectsOrNull("receipts", BATCH_MAX);
          var given =
              many == null ? List.of(upTo(fields)) : many.stream().map(ReceiptApi::upTo).toList();
          meters.counter("klatch.receipts", "kind", kind).increment(given.size());
          return switch (use.apply(caller.key(), given)) {
            case ReceiptResult.Done(var outcomes) ->
                many == null ? single(outcomes.getFirst()) : all(outcomes);
            case ReceiptResult.Unavailable() -> Refusals.unavailable();
          };
        });
  }

  private static UpTo upTo(Payload fields) {
    return new UpTo(
        fields.conversation("conversation_id"),
        new Seq(fields.whole("up_to_seq", 0, Long.MAX_VALUE)));
  }

  private static boolean isRead(@Nullable String state) {
    if (state == null || state.equals("read")) {
      return true;
    }
    if (state.equals("delivered")) {
      return false;
    }
    throw new Malformed("state must be read or delivered");
  }

  private static @Nullable UserId user(@Nullable String cursor) {
    try {
      return cursor == null ? null : new UserId(cursor);
    } catch (IllegalArgumentException _) {
      throw new Malformed("cursor must be one that receipt:get gave");
    }
  }

  private static Reply single(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Marked(var conversation, var marks) -> {
        var json = ok();
        json.setAll(ReceiptJson.own(conversation, marks));
        yield new Ok(json, false);
      }
      case Outcome.NotFound() -> Refusals.noSuchConversation();
    };
  }

  /// Those that were refused are listed by their place; the others hold.
  private static Reply all(List<Outcome> outcomes) {
    var json = ok();
    var done = json.putArray("receipts");
    var missing = json.putArray("not_found");
    for (var i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case Outcome.Marked(var conversation, var marks) ->
            done.add(ReceiptJson.own(conversation, marks));
        case Outcome.NotFound() -> missing.add(i);
      }
    }
    return new Ok(json, false);
  }

  private static Reply seen(SeenResult result) {
    return switch (result) {
      case SeenResult.Found(var page) -> {
        var json = ok();
        json.put("read_count", page.readCount());
        json.put("delivered_count", page.deliveredCount());
        var members = json.putArray("members");
        page.members().forEach(it -> members.add(ReceiptJson.of(it.user(), it.marks())));
        json.put("has_more", page.hasMore());
        json.put("cursor", page.hasMore() ? page.members().getLast().user().value() : null);
        yield new Ok(json, false);
      }
      case SeenResult.NotFound() -> Refusals.noSuchMessage();
      case SeenResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
