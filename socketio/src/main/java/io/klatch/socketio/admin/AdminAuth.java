package io.klatch.socketio.admin;

import java.util.regex.Pattern;

/// Who may use the Admin UI.
public sealed interface AdminAuth {
  /// Whoever can reach the server: for a port that nobody else reaches.
  record None() implements AdminAuth {}

  /// Who knows a name and a password, and for a time whoever has been let in so.
  ///
  /// @param passwordHash of bcrypt, such as `htpasswd -nbB -C 10 admin PASSWORD` prints
  record Basic(String username, String passwordHash, AdminSessions sessions) implements AdminAuth {
    private static final Pattern BCRYPT =
        Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    private static final int COST_MIN = 4;

    /// Each one more doubles the time of a login; this one takes seconds.
    private static final int COST_MAX = 15;

    public Basic {
      if (username.isBlank()) {
        throw new IllegalArgumentException("the name is empty, must be a name such as admin");
      }
      var hash = BCRYPT.matcher(passwordHash);
      if (!hash.matches()) {
        throw new IllegalArgumentException(
            "the password is no bcrypt hash; make one with htpasswd -nbB -C 10 admin PASSWORD");
      }
      int cost = Integer.parseInt(hash.group(1));
      if (cost < COST_MIN || cost > COST_MAX) {
        throw new IllegalArgumentException(
            "the password's cost is %d, must be %d to %d".formatted(cost, COST_MIN, COST_MAX));
      }
    }

    /// With sessions in memory.
    public Basic(String username, String passwordHash) {
      this(username, passwordHash, AdminSessions.inMemory());
    }

    @Override
    public String toString() {
      return "Basic[username=" + username + "]";
    }
  }
}
