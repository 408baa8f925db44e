package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.room.RoomActor;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// By which id the request is known that is being answered, for the trail it leaves: bound at the
/// edge for as long as it is answered, on its thread.
public final class RequestIds {
  private static final ScopedValue<Current> CURRENT = ScopedValue.newInstance();

  private RequestIds() {}

  /// Answers a request that came without an id: it is given one if somebody wants to know.
  public static <T> T during(Supplier<T> answer) {
    return ScopedValue.where(CURRENT, new Current(null)).call(answer::get);
  }

  /// Answers the request of that id.
  public static <T> T during(String id, Supplier<T> answer) {
    return ScopedValue.where(CURRENT, new Current(id)).call(answer::get);
  }

  /// The caller, who asks for what is being answered.
  static RoomActor actor(Identity caller) {
    return of(RoomActor.of(caller));
  }

  /// The same, who asks for what is being answered.
  static RoomActor of(RoomActor actor) {
    return actor.by(CURRENT.isBound() ? CURRENT.get().id() : null);
  }

  /// Confined to the thread that answers.
  private static final class Current {
    private @Nullable String id;

    Current(@Nullable String id) {
      this.id = id;
    }

    String id() {
      var known = id;
      if (known == null) {
        known = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        id = known;
      }
      return known;
    }
  }
}
