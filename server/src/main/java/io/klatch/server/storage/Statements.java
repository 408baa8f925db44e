package io.klatch.server.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The prepared statements of one connection, each prepared once. Confined to the connection's
/// thread. The texts are few: lists of values come in sizes of powers of two.
final class Statements {
  private final Connection connection;
  private final InstantSource clock;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  Connection connection() {
    return connection;
  }

  /// Not to be closed by the caller, unlike its result sets.
  PreparedStatement get(String sql) throws SQLException {
    var known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  /// `prefix (values (?,?),(?,?)…)suffix` with at least `rows` rows of `columns` each; the caller
  /// fills the surplus of [#paddedRows] by repeating a row.
  PreparedStatement withValues(String prefix, int columns, int rows, String suffix)
      throws SQLException {
    var row = "(" + "?,".repeat(columns - 1) + "?)";
    var list = (row + ",").repeat(paddedRows(rows) - 1) + row;
    return get(prefix + " (values " + list + ")" + suffix);
  }

  Set<String> texts() {
    return prepared.keySet();
  }

  static int paddedRows(int rows) {
    return rows == 1 ? 1 : Integer.highestOneBit(rows - 1) * 2;
  }
}
