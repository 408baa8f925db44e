package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.DraftApi;
import io.klatch.server.delivery.DraftNews;
import java.util.Map;

/// What users have begun to write.
public final class DraftCommands implements Commands {
  private final DraftApi drafts;
  private final DraftNews news;

  public DraftCommands(DraftApi drafts, DraftNews news) {
    this.drafts = drafts;
    this.news = news;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put(
        "draft:set", on((_, caller, it) -> drafts.set(caller.identity(), it, news.from(caller))));
    events.put("draft:list", on((_, caller, it) -> drafts.list(caller.identity(), it)));
  }
}
