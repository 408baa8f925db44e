package io.klatch.socketio.admin;

import java.time.Duration;
import java.time.InstantSource;

/// The session ids of administrators who have been let in: with one of them a page comes back
/// without its password. Several servers may share a store of their own. May block; called from any
/// thread.
public interface AdminSessions {
  /// @param id what a client says, not yet known to be one
  boolean knows(String id);

  /// @param id random, and as good as the password: keep a hash of it
  void add(String id);

  /// The newest 1,000, for a day.
  static AdminSessions inMemory() {
    return inMemory(1_000, Duration.ofDays(1));
  }

  /// @param max beyond it the oldest is forgotten
  /// @param lifetime counted from the login
  static AdminSessions inMemory(int max, Duration lifetime) {
    return new InMemoryAdminSessions(max, lifetime, InstantSource.system());
  }
}
