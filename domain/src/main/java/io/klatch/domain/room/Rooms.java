package io.klatch.domain.room;

import io.klatch.domain.chat.Admission;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Rooms of a tenant: made, found, entered, left, closed. Everybody of the tenant may see its rooms
/// and who is in them. Blocks; call on a virtual thread.
public final class Rooms {
  private static final int PER_TURN = 500;

  private final RoomStore store;
  private final RoomLeases leases;
  private final Allowances allowances;
  private final Admission admission;
  private final RoomRules rules;
  private final RandomGenerator random;
  private final InstantSource clock;

  /// Tenants that have the rooms of the configuration.
  private final Set<TenantId> seeded = ConcurrentHashMap.newKeySet();

  /// @param random names conversations: a source nobody can predict
  public Rooms(
      RoomStore store,
      RoomLeases leases,
      Allowances allowances,
      Admission admission,
      RoomRules rules,
      RandomGenerator random,
      InstantSource clock) {
    this.store = store;
    this.leases = leases;
    this.allowances = allowances;
    this.admission = admission;
    this.rules = rules;
    this.random = random;
    this.clock = clock;
  }

  /// Learns of the seats that were taken before this process; before anybody is let in.
  public void restore() {
    RoomSeat last = null;
    while (true) {
      var seats = store.seats(PER_TURN, last);
      leases.restore(seats);
      if (seats.size() < PER_TURN) {
        return;
      }
      last = seats.getLast();
    }
  }

  /// Takes back the seats that nothing holds and closes the rooms whose time is over; to be called
  /// again and again.
  ///
  /// @return how many seats came back
  public int tidy() {
    var vacated = 0;
    int last;
    do {
      var due = leases.due(PER_TURN);
      last = due.isEmpty() ? 0 : store.vacate(due, leases::isGone);
      vacated += last;
    } while (last >= PER_TURN);
    var _ = store.closeExpired(clock.instant(), PER_TURN);
    return vacated;
  }

  public RoomRead<RoomPage<Room>> list(TenantId tenant, int limit, @Nullable RoomId after) {
    return read(
        tenant,
        () -> new RoomRead.Found<>(RoomPage.of(store.list(tenant, limit + 1, after), limit)));
  }

  public RoomRead<Room> find(RoomKey key) {
    return found(key, room -> new RoomRead.Found<>(room));
  }

  public RoomRead<RoomPage<Participant>> participants(
      RoomKey key, int limit, @Nullable UserId after) {
    return found(
        key,
        _ -> new RoomRead.Found<>(RoomPage.of(store.participants(key, limit + 1, after), limit)));
  }

  public RoomRead<RoomActivity> activity(RoomKey key) {
    return found(
        key,
        room ->
            new RoomRead.Found<>(store.activity(room, clock.instant().minus(RoomActivity.WINDOW))));
  }

  /// The newest first, of those before that number. For moderators.
  public RoomRead<RoomPage<RoomEvent>> events(RoomActor reader, RoomId id, int limit, long before) {
    return forModerators(
        reader, id, () -> RoomPage.of(store.events(reader.in(id), limit + 1, before), limit));
  }

  /// What only those are told who moderate the room.
  <T> RoomRead<T> forModerators(RoomActor reader, RoomId id, Supplier<T> reading) {
    var key = reader.in(id);
    return found(
        key,
        _ -> {
          var own = store.role(key, reader.user());
          var role = own.isAtLeast(reader.claimed()) ? own : reader.claimed();
          return role.isAtLeast(Role.MODERATOR)
              ? new RoomRead.Found<>(reading.get())
              : new RoomRead.NotAllowed<>(role);
        });
  }

  /// @param ttl null for the usual one
  public RoomResult create(
      RoomActor actor,
      String name,
      @Nullable String description,
      RoomTerms terms,
      @Nullable Duration ttl) {
    var now = now();
    var room =
        new NewRoom(
            actor.tenant(),
            name,
            description,
            terms,
            ConversationId.random(random),
            now,
            now.plus(ttl == null ? rules.ttl() : ttl));
    return admission.open()
        ? done(actor, () -> store.create(actor, room, RoomRules.ROOMS_MAX, RoomRules.OWN_ROOMS_MAX))
        : new RoomResult.Unavailable();
  }

  public RoomResult close(RoomActor actor, RoomId room) {
    return done(actor, () -> store.close(actor, room));
  }

  /// Who is in already stays in, and may take another mode.
  public RoomResult join(RoomActor actor, RoomId room, RoomMode mode) {
    var wait = allowances.take(LimitName.ROOM_JOIN, actor.key());
    if (wait.isPositive()) {
      return new RoomResult.RateLimited(wait);
    }
    if (!admission.open()) {
      return new RoomResult.Unavailable();
    }
    // Before the transaction: a seat that is about to be taken back is not.
    leases.heard(actor.key());
    return done(actor, () -> store.join(actor, room, mode));
  }

  /// Nothing happens to who is not in.
  public RoomResult leave(RoomActor actor, RoomId room) {
    return done(actor, () -> store.leave(actor, room));
  }

  public RoomResult act(RoomActor actor, RoomId room, RoomAct act) {
    return done(actor, () -> store.act(actor, room, act));
  }

  /// Of a room whose maker does not say.
  public int capacity() {
    return rules.capacity();
  }

  /// Whether a room may be called that.
  public static boolean isName(String name) {
    return RoomSeed.isName(name);
  }

  private <T> RoomRead<T> found(RoomKey key, Reading<T> reading) {
    return read(
        key.tenant(),
        () -> {
          var room = store.find(key);
          return room == null ? new RoomRead.NotFound<>() : reading.of(room);
        });
  }

  private <T> RoomRead<T> read(TenantId tenant, Supplier<RoomRead<T>> reading) {
    try {
      seed(tenant);
      return reading.get();
    } catch (UnavailableException _) {
      return new RoomRead.Unavailable<>();
    }
  }

  private RoomResult done(RoomActor actor, Supplier<RoomResult> operation) {
    try {
      seed(actor.tenant());
      return operation.get();
    } catch (UnavailableException _) {
      return new RoomResult.Unavailable();
    }
  }

  /// A tenant has its rooms when somebody first asks for one: tenants need not be told of.
  private void seed(TenantId tenant) {
    if (seeded.contains(tenant)) {
      return;
    }
    var rooms =
        rules.seeds().stream()
            .map(seed ->
                new NewRoom(
                    tenant,
                    seed.name(),
                    seed.description(),
                    seed.terms(),
                    ConversationId.random(random),
                    now(),
                    null))
            .toList();
    store.seed(tenant, rooms);
    seeded.add(tenant);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @FunctionalInterface
  private interface Reading<T> {
    RoomRead<T> of(Room room);
  }
}
