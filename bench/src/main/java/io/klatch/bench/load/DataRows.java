package io.klatch.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The rows of all tables of a data folder, whose server may be running.
record DataRows(Path folder) {

  private static final String TABLES =
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'";

  long count() throws IOException {
    String database = "jdbc:sqlite:file:" + folder.resolve("klatch.db") + "?mode=ro";
    try (Connection connection = DriverManager.getConnection(database)) {
      long rows = 0;
      for (String table : tables(connection)) {
        try (var statement = connection.createStatement();
            var found = statement.executeQuery("select count(*) from \"" + table + '"')) {
          rows += found.getLong(1);
        }
      }
      return rows;
    } catch (SQLException fault) {
      throw new IOException("counting the rows in " + folder, fault);
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    var tables = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(TABLES)) {
      while (found.next()) {
        tables.add(found.getString(1));
      }
    }
    return tables;
  }
}
