package io.klatch.server.storage;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings a database to the version this program knows, and refuses a newer one.
final class Schema {
  /// The number of the last script in `migration/`.
  static final int VERSION = 17;

  private static final String SCRIPTS = "classpath:io/klatch/server/storage/migration";
  private static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  /// Runs the missing migrations. Flyway is asked only when there are some, because it takes longer
  /// to start than all else.
  static void migrate(Path file, Connection connection) throws SQLException {
    var found = version(connection);
    if (found > VERSION) {
      throw new StoreException(
          "the database %s has schema version %d and this Klatch knows versions up to %d: use the newer Klatch that wrote it"
              .formatted(file, found, VERSION));
    }
    if (found == VERSION) {
      return;
    }
    try {
      Flyway.configure()
          .dataSource(SqlDialect.url(file), null, null)
          .locations(SCRIPTS)
          .table(HISTORY)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          "the database %s cannot be brought to schema version %d".formatted(file, VERSION), e);
    }
  }

  /// The random name of this database, made with it.
  static String epoch(Connection connection) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "insert into meta (name, value) values ('epoch', ?) on conflict do nothing")) {
      insert.setString(1, randomEpoch(new SecureRandom()));
      insert.executeUpdate();
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select value from meta where name = 'epoch'")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String randomEpoch(RandomGenerator random) {
    var bytes = new byte[6];
    random.nextBytes(bytes);
    return "e" + HexFormat.of().formatHex(bytes);
  }

  private static int version(Connection connection) throws SQLException {
    try (var tables = connection.getMetaData().getTables(null, null, HISTORY, null)) {
      if (!tables.next()) {
        return 0;
      }
    }
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select max(cast(version as integer)) from " + HISTORY + " where success")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }
}
