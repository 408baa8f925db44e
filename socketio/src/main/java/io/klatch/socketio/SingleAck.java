package io.klatch.socketio;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/// Waits for the acknowledgement of one client.
record SingleAck(CompletableFuture<List<JsonNode>> answer) implements Adapter.AckListener {
  SingleAck() {
    this(new CompletableFuture<>());
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
