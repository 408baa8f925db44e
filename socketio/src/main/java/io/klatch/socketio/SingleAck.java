package io.klatch.socketio;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Waits for the acknowledgement of one client.
record SingleAck(CompletableFuture<List<JsonNode>> answer) implements Adapter.AckListener {
  SingleAck() {
    this(new CompletableFuture<>());
  }

  static CompletableFuture<List<JsonNode>> ask(
      Socket socket, Outgoing event, BroadcastOptions options) {
    var ack = new SingleAck();
    var namespace = socket.namespace();
    var acknowledgements = socket.acknowledgements();
    long ackId = namespace.newAckId();
    if (!acknowledgements.expect(ackId, ack)) {
      ack.gone();
      return ack.answer;
    }
    var _ = ack.answer.orTimeout(options.waiting().toNanos(), TimeUnit.NANOSECONDS);
    var _ = ack.answer.whenComplete((_, _) -> acknowledgements.forget(ackId));
    namespace.send(List.of(socket), namespace.encode(event, ackId), options.sending());
    return ack.answer;
  }

  @Override
  public void sent(int clients) {}

  @Override
  public void answered(List<JsonNode> args) {
    answer.complete(args);
  }

  @Override
  public void gone() {
    answer.cancel(false);
  }
}
