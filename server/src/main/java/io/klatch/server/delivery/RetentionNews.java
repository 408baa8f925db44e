package io.klatch.server.delivery;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.safety.RetentionListener;
import io.klatch.server.delivery.Whisper.Told;
import io.klatch.server.delivery.Whisper.Whispered;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/// Tells conversations which of their messages were removed for their age, and has what is unread
/// counted anew.
public final class RetentionNews implements RetentionListener {
  private final Whisper whisper;
  private final Arrivals arrivals;

  public RetentionNews(Whisper whisper, Arrivals arrivals) {
    this.whisper = whisper;
    this.arrivals = arrivals;
  }

  @Override
  public void removed(ConversationKey conversation, Seq firstSeq) {
    arrivals.removed(conversation);
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", conversation.conversation().value());
    json.put("first_seq", firstSeq.value());
    var event = new Whispered("conversation:trimmed", json, false);
    whisper.toConversation(conversation, _ -> new Told(event, Map.of()));
  }
}
