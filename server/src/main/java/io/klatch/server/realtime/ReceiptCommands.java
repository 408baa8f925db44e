package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.ReceiptApi;
import java.util.Map;

/// Receipts.
public final class ReceiptCommands implements Commands {
  private final ReceiptApi receipts;

  public ReceiptCommands(ReceiptApi receipts) {
    this.receipts = receipts;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("receipt:read", on((_, caller, it) -> receipts.read(caller.identity(), it)));
    events.put(
        "receipt:delivered", on((_, caller, it) -> receipts.delivered(caller.identity(), it)));
    events.put("receipt:get", on((_, caller, it) -> receipts.get(caller.identity(), it)));
  }
}
