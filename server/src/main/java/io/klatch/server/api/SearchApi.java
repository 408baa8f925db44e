package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.search.SearchMessages;
import io.klatch.domain.search.SearchResult;
import io.klatch.domain.search.SearchTerms;
import io.klatch.domain.search.Searching;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.json.SearchJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Search, as JSON. Blocks; call on a virtual thread.
public final class SearchApi {
  /// Marked, so that a number given by mistake is refused instead of skipping what is newer.
  private static final String CURSOR_MARK = "found-";

  private final Searching searching;
  private final MeterRegistry meters;

  public SearchApi(Searching searching, MeterRegistry meters) {
    this.searching = searching;
    this.meters = meters;
  }

  /// `message:search {query, conversation_id?, sender_id?, from?, to?, limit?, cursor?}`
  public Reply search(Identity caller, @Nullable JsonNode payload) {
    var sample = Timer.start(meters);
    var reply = ChatApi.read(payload, fields -> search(caller, fields));
    sample.stop(meters.timer("klatch.search.duration"));
    var result = reply instanceof Reply.Refused refused ? refused.code().wire() : "ok";
    meters.counter("klatch.searches", "result", result).increment();
    return reply;
  }

  private Reply search(Identity caller, Payload fields) {
    var terms = SearchTerms.parse(query(fields));
    var named = fields.has("conversation_id");
    var conversation = named ? fields.conversation("conversation_id") : null;
    var limit = fields.wholeOrNull("limit", 1, SearchMessages.PAGE_MAX);
    var query =
        new SearchMessages(
            caller.key(),
            terms,
            conversation,
            sender(fields),
            time(fields, "from"),
            time(fields, "to"),
            cursor(fields),
            limit == null ? SearchMessages.PAGE_DEFAULT : limit.intValue());
    return named && conversation == null
        ? Refusals.noSuchConversation()
        : reply(searching.search(query));
  }

  private static Reply reply(SearchResult result) {
    return switch (result) {
      case SearchResult.Found(var hits, var next) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        var list = json.putArray("results");
        hits.forEach(hit -> list.add(SearchJson.of(hit)));
        json.put("has_more", next != null);
        json.put("cursor", next == null ? null : CURSOR_MARK + next.value());
        yield new Reply.Ok(json, false);
      }
      case SearchResult.NotFound() -> Refusals.noSuchConversation();
      case SearchResult.RateLimited(var retryAfter) ->
          new Reply.Refused(ErrorCode.RATE_LIMITED, "searching too often", retryAfter);
      case SearchResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static String query(Payload fields) {
    var query = fields.text("query");
    if (!SearchTerms.isQuery(query)) {
      throw new Malformed(
          "query must have 1 to "
              + SearchTerms.CHARACTERS_MAX
              + " characters, one of them visible");
    }
    return query;
  }

  private static @Nullable UserId sender(Payload fields) {
    var sender = fields.textOrNull("sender_id");
    try {
      return sender == null ? null : new UserId(sender);
    } catch (IllegalArgumentException e) {
      throw new Malformed("sender_id is no user id: " + e.getMessage());
    }
  }

  private static @Nullable Instant time(Payload fields, String name) {
    var time = fields.textOrNull(name);
    try {
      var instant = time == null ? null : Instant.parse(time);
      // What no number of milliseconds holds is not a time a message can be of, either.
      return instant == null ? null : Instant.ofEpochMilli(instant.toEpochMilli());
    } catch (DateTimeException | ArithmeticException _) {
      throw new Malformed(name + " must be a time such as 2026-11-21T10:00:00.000Z");
    }
  }

  private static @Nullable LogPosition cursor(Payload fields) {
    var cursor = fields.textOrNull("cursor");
    if (cursor == null) {
      return null;
    }
    try {
      if (cursor.startsWith(CURSOR_MARK)) {
        return new LogPosition(Long.parseLong(cursor.substring(CURSOR_MARK.length())));
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw new Malformed("cursor must be one that message:search gave");
  }
}
