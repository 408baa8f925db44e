package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.load.ChatTimes.What;
import io.klatch.bench.wire.Io;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The chat as people use it, open loop: users in groups send so many messages a second, while
/// others sign in on a further device, join a group, read its history and leave.
///
/// Everything counts from when it was *due*, so a server or a load generator that falls behind
/// cannot hide it. The fields are confined to the crowd's loop.
public final class ChatLoad implements Client.Events {

  /// Whom to load, and with what.
  ///
  /// @param serverPid whose CPU time is counted
  /// @param users connected all the time, each in one group
  /// @param group members of a group
  /// @param perSecond messages
  /// @param visitsPerSecond sign-ins on a further device, each with a join and a page of history
  public record Settings(
      InetSocketAddress server,
      long serverPid,
      Io io,
      int users,
      int group,
      int perSecond,
      int visitsPerSecond,
      Duration warmUp,
      Duration measured) {
    public Settings {
      if (group < 2 || users % group != 0) {
        throw new IllegalArgumentException(users + " users make no groups of " + group);
      }
    }
  }

  private static final String NEW_MESSAGE = "[\"message:new\"";
  private static final String UNREAD = "[\"unread:update\"";
  private static final int TIME_DIGITS = 16;
  private static final String FILLER = " klatch".repeat(12);

  /// One message in so many names the next member of the group.
  private static final int MENTION_EVERY = 10;

  /// Spreads consecutive sends over the groups; a prime, so that every user's turn comes.
  private static final int STRIDE = 7_919;

  private static final int CREATE_ID = 0;
  private static final int JOIN_ID = 1;
  private static final int HISTORY_ID = 2;
  private static final int FIRST_SEND_ID = 3;
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Settings settings;
  private final Crowd crowd;
  private final Member[] members;
  private final String[] conversations;
  private final ChatTimes times = new ChatTimes();
  private final Errors errors = new Errors();
  private final Map<Integer, Long> visitors = new HashMap<>();
  private boolean sending;
  private long sent;
  private long delivered;
  private long visits;
  private long sendDueNanos;
  private long visitDueNanos;

  /// A user's first device.
  private static final class Member {
    private final Map<Integer, Long> dueNanos = new HashMap<>();
    private int lastId = FIRST_SEND_ID;

    /// When the first message was due that no `unread:update` has counted yet; 0 when there is
    /// none.
    private long uncountedSinceNanos;
  }

  private ChatLoad(Settings settings, String[] auths) {
    this.settings = settings;
    this.crowd =
        new Crowd(settings.server(), settings.io(), number -> auths[number % auths.length], this);
    this.members = new Member[settings.users()];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member();
    }
    this.conversations = new String[settings.users() / settings.group()];
  }

  public static Figures run(Settings settings) throws InterruptedException, IOException {
    String[] auths = new DevTokens(settings.server()).auths(settings.users());
    var load = new ChatLoad(settings, auths);
    try (Crowd gathering = load.crowd) {
      gathering.gather(settings.users());
      return load.measure();
    }
  }

  @Override
  public void connected(Client client) {
    int number = client.number();
    if (number >= settings.users()) {
      times.record(What.connect, client, due(number));
      visitors.put(number, System.nanoTime());
      client.send(event(JOIN_ID, "joinRoom", "\"conversationId\":\"" + groupOf(client) + "\""));
    } else if (number % settings.group() == 0) {
      client.send(event(CREATE_ID, "conversation:create", group(number)));
    } else {
      crowd.ready();
    }
  }

  @Override
  public void answered(Client client, int id, String json) {
    if (!json.contains("\"ok\":true")) {
      errors.add(client, json);
    } else if (id == CREATE_ID) {
      conversations[client.number() / settings.group()] = JsonText.field(json, "conversation_id");
      crowd.ready();
    } else if (id == JOIN_ID) {
      times.record(What.join, client, due(client.number()));
      visitors.put(client.number(), System.nanoTime());
      String page = "\"conversation_id\":\"" + groupOf(client) + "\",\"limit\":50";
      client.send(event(HISTORY_ID, "message:history", page));
    } else if (id == HISTORY_ID) {
      times.record(What.history, client, due(client.number()));
      visitors.remove(client.number());
      client.leave();
    } else {
      Long due = members[client.number()].dueNanos.remove(id);
      times.record(What.ack, client, due == null ? 0 : due);
    }
  }

  /// Visitors only look in: what is delivered to them is the server's work and not counted.
  @Override
  public void event(Client client, ByteBuf bytes, int start, int length) {
    if (client.number() >= settings.users()) {
      return;
    }
    Member member = members[client.number()];
    String json = bytes.toString(start, length, StandardCharsets.UTF_8);
    if (json.startsWith(NEW_MESSAGE)) {
      long due = Long.parseLong(JsonText.field(json, "text").substring(0, TIME_DIGITS), 16);
      delivered++;
      times.record(What.receive, client, due);
      if (json.contains("\"mentions\":[\"" + Sends.user(client.number()) + "\"]")) {
        times.record(What.mention, client, due);
      }
      boolean own = JsonText.field(json, "sender_id").equals(Sends.user(client.number()));
      if (!own && member.uncountedSinceNanos == 0) {
        member.uncountedSinceNanos = due;
      }
    } else if (json.startsWith(UNREAD) && member.uncountedSinceNanos != 0) {
      times.record(What.unread, client, member.uncountedSinceNanos);
      member.uncountedSinceNanos = 0;
    }
  }

  @Override
  public void failed(Client client, String reason) {
    crowd.failed(reason);
    errors.add(client, reason);
  }

  private Figures measure() throws InterruptedException {
    Figures figures =
        new Stretch(crowd, settings.serverPid(), settings.warmUp(), settings.measured())
            .run(this::begin, times::open, this::close);
    drain();
    return crowd.onLoop(() -> errors.in(figures));
  }

  private void begin() {
    sending = true;
    sendDueNanos = System.nanoTime();
    visitDueNanos = sendDueNanos;
    sendWhatIsDue();
    visitWhatIsDue();
  }

  private Figures close(CpuWindow window) {
    sending = false;
    double seconds = window.seconds();
    long acknowledged = times.count(What.ack);
    Figures figures =
        Figures.empty()
            .with("mode", "chat")
            .with("users", settings.users())
            .with("group", settings.group())
            .with("messages_per_s", acknowledged / seconds)
            .with("deliveries_per_s", times.count(What.receive) / seconds);
    return window.close(times.close(figures), "", acknowledged);
  }

  /// What was sent must reach every member; the rest counts as errors.
  private void drain() throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (missing() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    long lost = missing();
    if (lost != 0) {
      crowd.onLoop(() -> {
        errors.add(lost + " deliveries missing");
        return lost;
      });
    }
  }

  private long missing() {
    return crowd.onLoop(() -> sent * settings.group() - delivered);
  }

  private void sendWhatIsDue() {
    while (sending && sendDueNanos <= System.nanoTime()) {
      send((int) (sent * STRIDE % settings.users()), sendDueNanos);
      sendDueNanos += TimeUnit.SECONDS.toNanos(1) / settings.perSecond();
    }
    if (sending) {
      later(this::sendWhatIsDue, sendDueNanos);
    }
  }

  private void visitWhatIsDue() {
    while (sending && settings.visitsPerSecond() > 0 && visitDueNanos <= System.nanoTime()) {
      int number = (int) (settings.users() + visits++);
      visitors.put(number, visitDueNanos);
      crowd.start(number);
      visitDueNanos += TimeUnit.SECONDS.toNanos(1) / settings.visitsPerSecond();
    }
    if (sending && settings.visitsPerSecond() > 0) {
      later(this::visitWhatIsDue, visitDueNanos);
    }
  }

  private void later(Runnable work, long atNanos) {
    var _ = crowd.loop().schedule(work, atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void send(int number, long dueNanos) {
    Member member = members[number];
    int id = ++member.lastId;
    member.dueNanos.put(id, dueNanos);
    String mention =
        sent % MENTION_EVERY == 0
            ? ",\"mentions\":[\"" + Sends.user(neighbour(number)) + "\"]"
            : "";
    String message =
        String.format(
            Locale.ROOT,
            "\"conversation_id\":\"%s\",\"text\":\"%016x%s\",\"client_msg_id\":\"%s\"%s",
            conversations[number / settings.group()],
            dueNanos,
            FILLER,
            Sends.clientMessageId(number, id),
            mention);
    crowd.clients().get(number).send(event(id, "message:send", message));
    sent++;
  }

  /// When the step that a visitor now waits for began.
  private long due(int visitor) {
    return visitors.getOrDefault(visitor, 0L);
  }

  private String groupOf(Client client) {
    return conversations[client.number() % settings.users() / settings.group()];
  }

  /// The next member of the user's group.
  private int neighbour(int number) {
    int first = number / settings.group() * settings.group();
    return first + (number + 1 - first) % settings.group();
  }

  private String group(int first) {
    var ids = new StringBuilder();
    for (int number = first; number < first + settings.group(); number++) {
      ids.append(number == first ? "\"" : ",\"").append(Sends.user(number)).append('"');
    }
    return "\"type\":\"group\",\"member_ids\":[" + ids + "]";
  }

  private static String event(int id, String name, String fields) {
    return "42" + id + "[\"" + name + "\",{" + fields + "}]";
  }
}
