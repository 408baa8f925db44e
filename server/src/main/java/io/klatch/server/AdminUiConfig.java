package io.klatch.server;

import io.klatch.server.config.Settings;
import io.klatch.socketio.admin.AdminAuth;
import io.klatch.socketio.admin.AdminSessions;
import io.klatch.socketio.admin.AdminUiOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether the Socket.IO Admin UI may connect, as configured: never without a password.
final class AdminUiConfig {
  private static final String MODE = "socketio.admin-ui.mode";
  private static final String PASSWORD = "socketio.admin-ui.password";
  private static final String HOW =
      "give a bcrypt hash; htpasswd -nbB -C 10 admin PASSWORD prints one behind the colon";

  private enum Mode {
    OFF,
    PRODUCTION,
    DEVELOPMENT
  }

  private AdminUiConfig() {}

  /// Null where it is off.
  static @Nullable AdminUiOptions from(Settings settings) {
    var mode = settings.choice(MODE, Mode.OFF);
    var hash = settings.textOrNull(PASSWORD, "none", "a bcrypt hash");
    var auth = auth(settings, hash);
    boolean readOnly = settings.choice("socketio.admin-ui.read-only", Switch.ON) == Switch.ON;
    int socketsMax =
        settings.integer(
            "socketio.admin-ui.sockets-max", AdminUiOptions.SOCKETS_MAX_DEFAULT, 1, 10_000);
    int updatesMax =
        settings.integer(
            "socketio.admin-ui.updates-per-second-max",
            AdminUiOptions.UPDATES_PER_SECOND_MAX_DEFAULT,
            1,
            10_000);
    if (mode == Mode.OFF) {
      return null;
    }
    if (hash == null) {
      settings.problem(MODE + " needs " + PASSWORD + ": " + HOW);
    }
    if (auth == null) {
      return null;
    }
    var options =
        mode == Mode.DEVELOPMENT
            ? AdminUiOptions.development(auth)
            : AdminUiOptions.production(auth);
    return options.withReadOnly(readOnly).withBounds(socketsMax, updatesMax);
  }

  /// Null without a password, or with one that cannot be used, which is noted.
  private static @Nullable AdminAuth auth(Settings settings, @Nullable String hash) {
    var username = settings.text("socketio.admin-ui.username", "admin", "a name");
    var sessions =
        AdminSessions.inMemory(
            settings.integer("socketio.admin-ui.sessions-max", 1_000, 1, 100_000),
            settings.duration(
                "socketio.admin-ui.session-lifetime",
                Duration.ofDays(1),
                Duration.ofMinutes(1),
                Duration.ofDays(30)));
    if (hash == null) {
      return null;
    }
    try {
      return new AdminAuth.Basic(username, hash.strip(), sessions);
    } catch (IllegalArgumentException e) {
      settings.problem(PASSWORD + " cannot be used: " + e.getMessage());
      return null;
    }
  }
}
