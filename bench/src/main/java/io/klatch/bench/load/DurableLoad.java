package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Latencies;
import io.klatch.bench.wire.Io;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.IntStream;

/// `message:send` over WebSocket to a running server, closed loop per sender: the time from the
/// send to its acknowledgement, which means that the message is on disk.
///
/// The fields are confined to the crowd's loop.
public final class DurableLoad implements Client.Events {

  /// Whom to load, and with what.
  ///
  /// @param serverPid whose CPU time is counted
  public record Settings(
      InetSocketAddress server,
      long serverPid,
      Io io,
      int senders,
      Token token,
      Duration warmUp,
      Duration measured) {}

  /// What the senders say who they are with.
  public enum Token {
    /// A token that the server makes for anyone as long as it has its development secret.
    dev,
    /// The user's bare id, which only the floor believes.
    name
  }

  private static final int CREATE_ID = 0;
  private static final int SEND_ID = 1;

  private final Settings settings;
  private final Crowd crowd;
  private final Sender[] senders;
  private final Latencies latencies = new Latencies();
  private boolean sending;
  private boolean measuring;
  private final Errors errors = new Errors();

  private static final class Sender {
    private String conversation = "";
    private long sent;
    private long sentAtNanos;
  }

  private DurableLoad(Settings settings, String[] auths) {
    this.settings = settings;
    this.crowd = new Crowd(settings.server(), settings.io(), number -> auths[number], this);
    this.senders = new Sender[settings.senders()];
    for (int i = 0; i < senders.length; i++) {
      senders[i] = new Sender();
    }
  }

  public static Figures run(Settings settings) throws InterruptedException, IOException {
    String[] auths =
        switch (settings.token()) {
          case dev -> new DevTokens(settings.server()).auths(settings.senders());
          case name ->
              IntStream.range(0, settings.senders())
                  .mapToObj(Sends::user)
                  .map(Sends::auth)
                  .toArray(String[]::new);
        };
    var load = new DurableLoad(settings, auths);
    try (Crowd gathering = load.crowd) {
      gathering.gather(settings.senders());
      return load.measure();
    }
  }

  @Override
  public void connected(Client client) {
    String peer = Sends.peer(client.number());
    client.send(
        "42"
            + CREATE_ID
            + "[\"conversation:create\",{\"type\":\"direct\",\"member_ids\":[\""
            + peer
            + "\"]}]");
  }

  @Override
  public void answered(Client client, int id, String json) {
    Sender sender = senders[client.number()];
    if (!json.contains("\"ok\":true")) {
      error(client, json);
    } else if (id == CREATE_ID) {
      sender.conversation = JsonText.field(json, "conversation_id");
      crowd.ready();
    } else {
      if (measuring) {
        latencies.record(client.readAtNanos() - sender.sentAtNanos);
      }
      sendNext(client);
    }
  }

  @Override
  public void event(Client client, ByteBuf bytes, int start, int length) {
    // session:ready, conversation:new, and the sender's own message:new: the server pays for them,
    // nothing waits.
  }

  @Override
  public void failed(Client client, String reason) {
    error(client, reason);
  }

  private Figures measure() throws InterruptedException {
    return new Stretch(crowd, settings.serverPid(), settings.warmUp(), settings.measured())
        .run(this::begin, this::open, this::close);
  }

  private void begin() {
    sending = true;
    crowd.clients().forEach(this::sendNext);
  }

  private void open() {
    latencies.clear();
    measuring = true;
  }

  private Figures close(CpuWindow window) {
    measuring = false;
    sending = false;
    Figures figures = Sends.figures("durable", settings.senders(), window.seconds(), latencies);
    return errors.in(window.close(figures, "", latencies.count()));
  }

  private void sendNext(Client client) {
    if (!sending) {
      return;
    }
    Sender sender = senders[client.number()];
    sender.sent++;
    sender.sentAtNanos = System.nanoTime();
    client.send(
        "42"
            + SEND_ID
            + "[\"message:send\",{\"conversation_id\":\""
            + sender.conversation
            + "\",\"text\":\""
            + Sends.text()
            + "\",\"client_msg_id\":\""
            + Sends.clientMessageId(client.number(), sender.sent)
            + "\"}]");
  }

  private void error(Client client, String what) {
    crowd.failed(what);
    errors.add(client, what);
  }
}
