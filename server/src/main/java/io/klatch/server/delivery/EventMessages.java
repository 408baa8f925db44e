package io.klatch.server.delivery;

import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.server.json.BlockJson;
import io.klatch.server.json.ChangeJson;
import io.klatch.server.json.ConversationJson;
import io.klatch.server.json.Dialect;
import io.klatch.socketio.Message;
import io.klatch.socketio.Namespace;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes an event of the log as clients get it, with its offset as the last argument. Live and
/// replayed are the same bytes.
final class EventMessages {
  static final String CONVERSATION_NEW = "conversation:new";
  private static final String BLOCK_UPDATE = "block:update";

  /// Fits a long.
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private final String epoch;

  EventMessages(String epoch) {
    this.epoch = epoch;
  }

  Message encode(Namespace namespace, Dialect dialect, LogEvent event) {
    var offset = offset(event.position());
    return switch (event) {
      case LogEvent.MessageStored stored ->
          namespace.encode(dialect.messageEvent(), dialect.message(stored.message()), offset);
      case LogEvent.ConversationOpened opened ->
          namespace.encode(
              CONVERSATION_NEW, ConversationJson.canonical(opened.conversation()), offset);
      case LogEvent.MemberJoined joined ->
          namespace.encode(
              CONVERSATION_NEW, ConversationJson.canonical(joined.conversation()), offset);
      case LogEvent.BlockSet(_, _, var at, _, var other, var blocked) ->
          namespace.encode(BLOCK_UPDATE, BlockJson.of(other, blocked, at), offset);
      case LogEvent.Changed(_, _, _, var change) ->
          namespace.encode(ChangeJson.event(change), ChangeJson.payload(change), offset);
    };
  }

  /// The place in the log that clients keep: `<epoch>-<position>`.
  String offset(LogPosition position) {
    return epoch + "-" + position.value();
  }

  /// Reads what [#offset] wrote; null when it is of another database or none at all.
  @Nullable LogPosition parse(String offset) {
    var prefix = epoch + "-";
    if (!offset.startsWith(prefix)
        || !DIGITS.matcher(offset.substring(prefix.length())).matches()) {
      return null;
    }
    return new LogPosition(Long.parseLong(offset.substring(prefix.length())));
  }
}
