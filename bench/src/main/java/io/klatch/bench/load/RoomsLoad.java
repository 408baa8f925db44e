package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.wire.Io;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A room that many watch over `/ws/rooms` while others, over Socket.IO, join it and leave it, open
/// loop: so many joins and leaves a second, and every watcher is told of each.
///
/// Everything counts from when it was *due*, by the clock of this process, so a server or a load
/// generator that falls behind cannot hide it. The fields are confined to the crowd's loop.
public final class RoomsLoad implements Client.Events {

  /// Whom to load, and with what.
  ///
  /// @param serverPid whose CPU time and memory are measured
  /// @param perSecond joins and leaves together; as many users take turns, each a join or a leave
  ///   once a second
  /// @param settle how long nothing happens before memory is read, without watchers and with them;
  ///   longer than a heartbeat to include one
  public record Settings(
      InetSocketAddress server,
      long serverPid,
      Io io,
      int watchers,
      int perSecond,
      Duration settle,
      Duration warmUp,
      Duration measured) {
    public Settings {
      if (watchers < 1 || watchers > WATCHERS_MAX) {
        throw new IllegalArgumentException(watchers + " watchers, 1 to " + WATCHERS_MAX);
      }
      if (perSecond < 1 || perSecond > SEATS) {
        throw new IllegalArgumentException(perSecond + " changes a second, 1 to " + SEATS);
      }
    }
  }

  private static final int WATCHERS_MAX = 50_000;

  /// Of the room: more than ever come, so that it is never full.
  private static final int SEATS = 1_000;

  /// Watchers that come and go before memory is read.
  private static final int WARM_UP_WATCHERS = 200;

  private static final int CREATE_ID = 0;
  private static final int CHANGE_ID = 1;
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Settings settings;
  private final Crowd crowd;
  private final Guest[] guests;
  private final Map<String, Guest> guestsByName = new HashMap<>();

  /// Of how many changes of each guest each watcher has been told.
  private final int[][] heard;

  private final RoomTimes times = new RoomTimes();
  private final Errors errors = new Errors();
  private String room = "";
  private boolean changing;
  private long changes;
  private long told;
  private long dueNanos;

  /// Who joins and leaves in turn: the first change is a join.
  private static final class Guest {
    private final int number;
    private final List<Change> changes = new ArrayList<>();
    private int answers;

    private Guest(int number) {
      this.number = number;
    }

    /// The oldest that waits for its answer; answers come in the order of what was asked.
    private Change answered() {
      return changes.get(answers++);
    }
  }

  private static final class Change {
    private final long dueNanos;

    /// When it was answered; 0 until it is.
    private long answeredNanos;

    private Change(long dueNanos) {
      this.dueNanos = dueNanos;
    }
  }

  private RoomsLoad(Settings settings, String[] auths) {
    this.settings = settings;
    this.crowd =
        new Crowd(
            settings.server(),
            settings.io(),
            (channel, number) ->
                number < settings.perSecond()
                    ? WebSocketClient.in(channel, number, Client.Parser.json, auths[number], this)
                    : RoomWatcher.in(
                        channel, number, JsonText.field(auths[number], "token"), this));
    this.guests = new Guest[settings.perSecond()];
    for (int i = 0; i < guests.length; i++) {
      guests[i] = new Guest(i);
      guestsByName.put(Sends.name(i), guests[i]);
    }
    this.heard = new int[settings.watchers()][settings.perSecond()];
  }

  public static Figures run(Settings settings) throws InterruptedException, IOException {
    int users = settings.perSecond() + settings.watchers();
    String[] auths = new DevTokens(settings.server()).auths(users);
    var warmUp = new RoomsLoad(settings, auths);
    try (Crowd gathering = warmUp.crowd) {
      gathering.gather(settings.perSecond());
      gathering.gather(settings.perSecond() + Math.min(WARM_UP_WATCHERS, settings.watchers()));
    }
    var load = new RoomsLoad(settings, auths);
    try (Crowd gathering = load.crowd) {
      gathering.gather(settings.perSecond());
      return load.measure(gathering);
    }
  }

  /// A guest, since a watcher is told more.
  @Override
  public void connected(Client client) {
    if (client.number() == 0) {
      String about = "{\"name\":\"bench\",\"max_participants\":" + SEATS + "}";
      client.send("42" + CREATE_ID + "[\"room:create\"," + about + "]");
    } else {
      crowd.ready();
    }
  }

  @Override
  public void answered(Client client, int id, String json) {
    boolean isOk = json.contains("\"ok\":true");
    if (!isOk) {
      failed(client, json);
    }
    if (id == CREATE_ID) {
      room = JsonText.number(json, "room_id");
      crowd.ready();
      return;
    }
    Change change = guests[client.number()].answered();
    if (!isOk) {
      changes--; // Nobody is told of it.
    } else {
      change.answeredNanos = client.readAtNanos();
      times.answered(change.answeredNanos - change.dueNanos);
    }
  }

  @Override
  public void event(Client client, ByteBuf bytes, int start, int length) {
    if (client.number() < settings.perSecond()) {
      return; // Guests are told too: the server pays for it, nothing waits.
    }
    String json = bytes.toString(start, length, StandardCharsets.UTF_8);
    switch (JsonText.field(json, "type")) {
      case "CONNECTION_ESTABLISHED" ->
          client.send("{\"action\":\"JOIN_ROOM\",\"roomId\":" + room + "}");
      case "ROOM_STATUS" -> crowd.ready();
      case "ROOM_UPDATE" -> told(client, json);
      default -> failed(client, json);
    }
  }

  @Override
  public void failed(Client client, String reason) {
    crowd.failed(reason);
    errors.add(client, reason);
  }

  private Figures measure(Crowd gathering) throws InterruptedException, IOException {
    // What the watchers leave who came before is gone then.
    TimeUnit.NANOSECONDS.sleep(settings.settle().toNanos());
    JvmMemory without = JvmMemory.collected(settings.server(), settings.serverPid());
    gathering.gather(settings.perSecond() + settings.watchers());
    TimeUnit.NANOSECONDS.sleep(settings.settle().toNanos());
    long settled = new ProcessFigures(settings.serverPid()).residentBytes();
    JvmMemory with = JvmMemory.collected(settings.server(), settings.serverPid());
    Figures figures =
        new Stretch(crowd, settings.serverPid(), settings.warmUp(), settings.measured())
            .run(this::begin, times::open, this::close)
            .with("bytes_per_watcher", perWatcher(settled - without.residentBytes()))
            .with(
                "bytes_per_watcher_after_gc",
                perWatcher(with.residentBytes() - without.residentBytes()))
            .with("heap_per_watcher", perWatcher(with.heapBytes() - without.heapBytes()));
    drain();
    return crowd.onLoop(() -> errors.in(figures));
  }

  private double perWatcher(long bytes) {
    return bytes / (double) settings.watchers();
  }

  private void begin() {
    changing = true;
    dueNanos = System.nanoTime();
    changeWhatIsDue();
  }

  private Figures close(CpuWindow window) {
    changing = false;
    double seconds = window.seconds();
    long updates = times.updates();
    Figures figures =
        Figures.empty()
            .with("mode", "rooms")
            .with("watchers", settings.watchers())
            .with("changes_per_s", times.answers() / seconds)
            .with("updates_per_s", updates / seconds);
    return window.close(times.close(figures), "", updates);
  }

  private void changeWhatIsDue() {
    while (changing && dueNanos <= System.nanoTime()) {
      change((int) (changes % guests.length));
      dueNanos += TimeUnit.SECONDS.toNanos(1) / settings.perSecond();
    }
    if (changing) {
      var _ =
          crowd
              .loop()
              .schedule(this::changeWhatIsDue, dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /// The guest's turn comes a second later again, answered or not.
  private void change(int number) {
    Guest guest = guests[number];
    Client client = crowd.clients().get(number);
    String event = guest.changes.size() % 2 == 0 ? "room:join" : "room:leave";
    guest.changes.add(new Change(dueNanos));
    changes++;
    client.send("42" + CHANGE_ID + "[\"" + event + "\",{\"room_id\":" + room + "}]");
  }

  /// A watcher is told of a guest's changes one after the other.
  private void told(Client client, String json) {
    Guest guest = guestsByName.get(JsonText.field(json, "participantName"));
    int[] own = heard[client.number() - settings.perSecond()];
    int place = guest == null ? 0 : own[guest.number];
    String expected = place % 2 == 0 ? "USER_JOINED" : "USER_LEFT";
    if (guest == null
        || place == guest.changes.size()
        || !JsonText.field(json, "event").equals(expected)) {
      failed(client, "unexpected: " + json);
      return;
    }
    own[guest.number]++;
    told++;
    Change change = guest.changes.get(place);
    long answered = change.answeredNanos == 0 ? client.readAtNanos() : change.answeredNanos;
    times.told(client.readAtNanos() - change.dueNanos, client.readAtNanos() - answered);
  }

  /// Every watcher must be told of everything; what is missing counts as one error.
  private void drain() throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (missing() != 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    long lost = missing();
    if (lost != 0) {
      crowd.onLoop(() -> {
        errors.add(lost + " updates missing");
        return lost;
      });
    }
  }

  private long missing() {
    return crowd.onLoop(() -> changes * settings.watchers() - told);
  }
}
