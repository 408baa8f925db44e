package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Latencies;
import io.klatch.bench.wire.Io;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a message, a receipt and a typing change cost in a group of so many members, of whom two
/// are here: one sends, the other reads and types. Closed loop, one at a time.
///
/// The fields are confined to the crowd's loop.
public final class MembersLoad implements Client.Events {

  /// Whom to load, and with what.
  ///
  /// @param serverPid whose CPU time and disk writes are counted
  /// @param data the server's data folder, whose rows are counted
  /// @param rounds operations of each kind that are measured, after as many that are not
  public record Settings(
      InetSocketAddress server, long serverPid, Path data, Io io, int members, int rounds) {}

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /// Receipts are written once a second; so is what else comes behind an operation.
  private static final Duration SETTLE = Duration.ofMillis(2_500);

  private static final int SENDER = 0;
  private static final int READER = 1;

  private final Settings settings;
  private final Crowd crowd;
  private final String conversation;
  private Step step = new Step(0, 0, _ -> "", new Latencies(), new CompletableFuture<>());
  private int done;
  private long startedNanos;
  private final Errors errors = new Errors();

  /// Operations of one kind under way.
  private record Step(
      int client,
      int rounds,
      IntFunction<String> packets,
      Latencies latencies,
      CompletableFuture<Integer> end) {}

  private MembersLoad(Settings settings, String[] auths, String conversation) {
    this.settings = settings;
    this.conversation = conversation;
    this.crowd = new Crowd(settings.server(), settings.io(), number -> auths[number], this);
  }

  public static Figures run(Settings settings) throws InterruptedException, IOException {
    String[] auths = new DevTokens(settings.server()).auths(2);
    String token = JsonText.field(auths[SENDER], "token");
    var load = new MembersLoad(settings, auths, create(settings, token));
    try (Crowd gathering = load.crowd) {
      gathering.gather(2);
      return load.measure();
    }
  }

  @Override
  public void connected(Client client) {
    // Typing is told to those who look once there are many members.
    client.send("420[\"conversation:view\",{\"conversation_id\":\"" + conversation + "\"}]");
  }

  @Override
  public void answered(Client client, int id, String json) {
    if (!json.contains("\"ok\":true")) {
      errors.add(client, json);
    }
    if (id == 0) {
      crowd.ready();
      return;
    }
    step.latencies.record(client.readAtNanos() - startedNanos);
    done++;
    next();
  }

  @Override
  public void event(Client client, ByteBuf bytes, int start, int length) {
    // The server pays for it, nothing waits.
  }

  @Override
  public void failed(Client client, String reason) {
    crowd.failed(reason);
    step.end.completeExceptionally(new IllegalStateException(reason));
  }

  private Figures measure() throws InterruptedException, IOException {
    Figures figures = Figures.empty().with("mode", "members").with("members", settings.members());
    measure(figures, "message", SENDER, this::send);
    measure(figures, "receipt", READER, number -> "\"receipt:read\"," + upTo(number));
    measure(figures, "typing", READER, this::typing);
    return crowd.onLoop(() -> errors.in(figures));
  }

  private void measure(Figures figures, String what, int client, IntFunction<String> packets)
      throws InterruptedException, IOException {
    int rounds = settings.rounds();
    perform(new Step(client, rounds, packets, new Latencies(), new CompletableFuture<>()));
    TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
    var rows = new DataRows(settings.data());
    var server = new ProcessFigures(settings.serverPid());
    long rowsBefore = rows.count();
    long bytesBefore = server.writtenBytes();
    double cpuBefore = server.cpuSeconds();
    var latencies = new Latencies();
    IntFunction<String> further = number -> packets.apply(rounds + number);
    perform(new Step(client, rounds, further, latencies, new CompletableFuture<>()));
    TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
    figures
        .with(what + "_", latencies)
        .with(what + "_rows", (rows.count() - rowsBefore) / (double) rounds)
        .with(what + "_bytes", (server.writtenBytes() - bytesBefore) / (double) rounds)
        .with(what + "_cpu_us", (server.cpuSeconds() - cpuBefore) * 1e6 / rounds);
  }

  private void perform(Step now) throws InterruptedException {
    crowd.onLoop(() -> {
      step = now;
      done = 0;
      next();
      return true;
    });
    try {
      int _ = now.end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("after " + done + " of " + now.rounds, e);
    }
  }

  private void next() {
    if (done == step.rounds) {
      step.end.complete(done);
      return;
    }
    startedNanos = System.nanoTime();
    crowd.clients().get(step.client).send("421[" + step.packets.apply(done + 1) + "]");
  }

  private String send(int number) {
    return "\"message:send\",{%s,\"text\":\"%s\",\"client_msg_id\":\"%s\"}"
        .formatted(here(), Sends.text(), Sends.clientMessageId(SENDER, number));
  }

  private String upTo(int number) {
    return "{%s,\"up_to_seq\":%d}".formatted(here(), number);
  }

  private String typing(int number) {
    return "\"typing:%s\",{%s}".formatted(number % 2 == 1 ? "start" : "stop", here());
  }

  private String here() {
    return "\"conversation_id\":\"" + conversation + "\"";
  }

  /// Over HTTP, because the list of members is longer than a packet of this load generator.
  private static String create(Settings settings, String token)
      throws IOException, InterruptedException {
    String ids =
        IntStream.range(0, settings.members())
            .mapToObj(number -> '"' + Sends.user(number) + '"')
            .collect(Collectors.joining(","));
    var address = "http://127.0.0.1:" + settings.server().getPort() + "/v1/conversations";
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString("{\"type\":\"group\",\"member_ids\":[" + ids + "]}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IOException(address + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return JsonText.field(answer.body(), "conversation_id");
    }
  }
}
