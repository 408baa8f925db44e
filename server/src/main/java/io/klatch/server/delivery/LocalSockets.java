package io.klatch.server.delivery;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is connected to this process. Confined to the fan-out thread.
final class LocalSockets {
  private final Map<UserKey, List<Session>> sessions = new HashMap<>();

  /// Adds a socket.
  ///
  /// @return the socket whose session it goes on with, which is removed; null when there was none
  @Nullable Session add(Session session) {
    var own = sessions.computeIfAbsent(session.owner(), _ -> new ArrayList<>(1));
    Session replaced = null;
    for (var other : own) {
      if (other.id().equals(session.id())) {
        replaced = other;
      }
    }
    if (replaced != null) {
      own.remove(replaced);
    }
    own.add(session);
    return replaced;
  }

  void remove(Session session) {
    sessions.computeIfPresent(
        session.owner(),
        (_, own) -> {
          own.remove(session);
          return own.isEmpty() ? null : own;
        });
  }

  void forEach(TenantId tenant, Set<UserId> users, Consumer<Session> action) {
    for (var user : users) {
      var own = sessions.get(new UserKey(tenant, user));
      if (own != null) {
        own.forEach(action);
      }
    }
  }

  List<Session> all() {
    return sessions.values().stream().flatMap(List::stream).toList();
  }
}
