package io.klatch.server.realtime;

import io.klatch.domain.kernel.UnavailableException;
import io.klatch.server.api.Claims;
import io.klatch.server.api.Refusals;
import io.klatch.server.api.Reply;
import io.klatch.server.api.RequestIds;
import io.klatch.server.delivery.Session;
import io.klatch.socketio.Event;
import io.klatch.socketio.EventListener;
import io.klatch.socketio.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a command for an event and tells the client what came of it: by the acknowledgement where
/// it wants one, otherwise by an event when the command was refused. The edge where a fault is
/// logged. A client that has gone meanwhile is told nothing, which hurts nobody.
///
/// @param refusalEvent what a refusal is called where there is no acknowledgement
record Answering(Command command, String refusalEvent) implements EventListener {
  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  @Override
  public void onEvent(Socket socket, Event event) {
    var _ = answer(socket, event);
  }

  /// @return what the client was told
  Reply answer(Socket socket, Event event) {
    var reply = run(socket, event);
    if (event.wantsReply()) {
      event.reply(reply.json());
    } else if (reply instanceof Reply.Refused refused) {
      var json = refused.json();
      json.remove("ok");
      socket.emit(refusalEvent, json);
    }
    return reply;
  }

  /// The same, with this for an answer and nothing done.
  Answering refusing(Reply.Refused refusal) {
    return new Answering((_, _, _) -> refusal, refusalEvent);
  }

  private Reply run(Socket socket, Event event) {
    try {
      var session = socket.attachment(Session.class);
      var contradiction = Claims.contradiction(session.identity(), event.arg(0));
      return contradiction == null
          ? RequestIds.during(() -> command.run(socket, session, event.arg(0)))
          : contradiction;
    } catch (UnavailableException _) {
      return Refusals.unavailable();
    } catch (RuntimeException e) {
      log.error("event failed event={} socket={}", event.name(), socket.id(), e);
      return Refusals.internal();
    }
  }
}
