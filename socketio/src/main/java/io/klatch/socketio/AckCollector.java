package io.klatch.socketio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Waits for the acknowledgements of a broadcast: complete when every server has said how many
/// clients it reached and each of those has answered or gone, or when the time is up.
final class AckCollector implements Adapter.AckListener {
  private static final int UNKNOWN = -1;

  private final CompletableFuture<Acks> result = new CompletableFuture<>();

  @GuardedBy("this")
  private final List<List<JsonNode>> answers = new ArrayList<>();

  @GuardedBy("this")
  private int serversExpected = UNKNOWN;

  @GuardedBy("this")
  private int servers;

  @GuardedBy("this")
  private int clientsExpected;

  @GuardedBy("this")
  private int clientsGone;

  static CompletableFuture<Acks> ask(Adapter adapter, Outgoing event, BroadcastOptions options) {
    var collector = new AckCollector();
    var forget = adapter.broadcastWithAck(event, options, collector);
    if (options.local()) {
      collector.servers(1);
    } else {
      var _ = adapter.serverCount().thenAccept(collector::servers);
    }
    var timer = new CompletableFuture<Void>();
    var _ = timer.completeOnTimeout(null, options.waiting().toNanos(), TimeUnit.NANOSECONDS);
    var _ = timer.thenRun(collector::end);
    return collector.result.whenComplete((_, _) -> {
      timer.cancel(false);
      forget.run();
    });
  }

  @Override
  public void sent(int clients) {
    synchronized (this) {
      servers++;
      clientsExpected += clients;
    }
    endIfComplete();
  }

  @Override
  public void answered(List<JsonNode> args) {
    synchronized (this) {
      answers.add(args);
    }
    endIfComplete();
  }

  @Override
  public void gone() {
    synchronized (this) {
      clientsGone++;
    }
    endIfComplete();
  }

  private void servers(int count) {
    synchronized (this) {
      serversExpected = count;
    }
    endIfComplete();
  }

  private void endIfComplete() {
    synchronized (this) {
      if (servers != serversExpected || answers.size() + clientsGone < clientsExpected) {
        return;
      }
    }
    end();
  }

  private void end() {
    Acks acks;
    synchronized (this) {
      acks = new Acks(answers, clientsExpected);
    }
    result.complete(acks);
  }
}
