package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.ChatApi;
import io.klatch.server.api.DialectApi;
import io.klatch.server.api.Reply;
import io.klatch.server.api.SendFields;
import io.klatch.server.delivery.Resume;
import io.klatch.server.delivery.Session;
import io.klatch.server.json.Dialect;
import io.klatch.socketio.Socket;
import java.util.Map;

/// Conversations and messages, in every dialect. All dialects are always on, for their names do not
/// collide.
public final class ChatCommands implements Commands {
  private static final String ROOM_ERROR = "room:error";

  private final ChatApi chat;
  private final DialectApi dialects;
  private final Resume resume;

  public ChatCommands(ChatApi chat, DialectApi dialects, Resume resume) {
    this.chat = chat;
    this.dialects = dialects;
    this.resume = resume;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("conversation:create", on((_, caller, it) -> chat.create(caller.identity(), it)));
    events.put("conversation:get", on((_, caller, it) -> chat.get(caller.identity(), it)));
    events.put("conversation:list", on((_, caller, it) -> chat.list(caller.identity(), it)));
    events.put("message:send", on((_, caller, it) -> chat.send(caller.identity(), it)));
    events.put("message:history", on((_, caller, it) -> chat.history(caller.identity(), it)));
    events.put("sync:get", on((_, caller, it) -> chat.sync(caller.identity(), it)));
    addLinsta(events);
    addCamel(events);
  }

  private void addLinsta(Map<String, Answering> events) {
    events.put(
        "join_room",
        on((_, caller, it) ->
            joined(caller, Dialect.LINSTA, dialects.joinLinsta(caller.identity(), it))));
    events.put(
        "send_message", on((_, caller, it) -> chat.send(caller.identity(), it, SendFields.LINSTA)));
    events.put(
        "get_history",
        on((socket, caller, it) -> shown(socket, dialects.history(caller.identity(), it))));
  }

  private void addCamel(Map<String, Answering> events) {
    events.put(
        "joinRoom",
        new Answering(
            (_, caller, it) ->
                joined(caller, Dialect.CAMEL, dialects.joinCamel(caller.identity(), it)),
            ROOM_ERROR));
    events.put(
        "sendMessage", on((_, caller, it) -> chat.send(caller.identity(), it, SendFields.CAMEL)));
  }

  /// From now on the socket is spoken to in the dialect it joined with, and after a resume too.
  private Reply joined(Session session, Dialect dialect, Reply reply) {
    if (reply instanceof Reply.Ok) {
      resume.speak(session, dialect);
    }
    return reply;
  }

  private static Reply shown(Socket socket, DialectApi.LinstaPage page) {
    var history = page.messageHistory();
    if (history != null) {
      socket.emit("message_history", history);
    }
    return page.reply();
  }
}
