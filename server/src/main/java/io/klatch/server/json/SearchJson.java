package io.klatch.server.json;

import io.klatch.domain.search.SearchResult;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a search finds, as clients see it. The snippet is plain text and where it says what was
/// looked for stands beside it, so that nothing in it is taken for markup.
public final class SearchJson {
  private SearchJson() {}

  public static ObjectNode of(SearchResult.Hit hit) {
    var message = hit.message();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("message_id", message.id().value());
    json.put("conversation_id", message.conversation().value());
    json.put("seq", message.seq().value());
    json.put("sender_id", message.sender().value());
    json.put("created_at", Times.wire(message.createdAt()));
    json.put("snippet", hit.snippet().text());
    var highlights = json.putArray("highlights");
    hit.snippet().highlights().forEach(it -> highlights.addArray().add(it.start()).add(it.end()));
    return json;
  }
}
