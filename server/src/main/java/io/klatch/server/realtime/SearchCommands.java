package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.SearchApi;
import java.util.Map;

/// Search.
public final class SearchCommands implements Commands {
  private final SearchApi search;

  public SearchCommands(SearchApi search) {
    this.search = search;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("message:search", on((_, caller, it) -> search.search(caller.identity(), it)));
  }
}
