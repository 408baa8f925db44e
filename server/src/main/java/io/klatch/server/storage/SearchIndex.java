package io.klatch.server.storage;

import io.klatch.domain.search.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The index of words, a file of its own beside the database: written here, read by [SearchSql].
///
/// It holds no text, only which words are in which message (by its place in the log), each with the
/// number of its conversation before it: `1z_hello`. So a search reads what its conversations hold
/// and nothing else, whatever others have written. It is never the truth: it can be thrown away and
/// is then made anew out of the database. With it, in the same transactions, is the place up to
/// which the log is in it.
///
/// Confined to the thread of [SearchFollower].
final class SearchIndex implements AutoCloseable {
  /// Raised when the same text would be indexed in another way, so that old files are made anew.
  static final int FORMAT = 1;

  private static final Logger log = LoggerFactory.getLogger(SearchIndex.class);

  /// What words of text never hold: it ends the number of the conversation.
  private static final char NUMBERED = '_';

  private static final int NUMBER_RADIX = 36;

  private static final List<String> SCHEMA =
      List.of(
          "create table progress (epoch text not null, format integer not null, pos integer not null)",
          // Words are cut and folded by us, so the tokenizer has but to split at spaces.
          "create virtual table words using fts5(text, content='', contentless_delete=1,"
              + " tokenize=\"ascii tokenchars '_'\")");

  private final Statements statements;
  private long position;

  private SearchIndex(Connection connection, long position) {
    this.statements = new Statements(connection, InstantSource.system());
    this.position = position;
  }

  /// What the log says of a message.
  ///
  /// @param position the message's, not that of the entry that changed it
  /// @param conversation its number: where in the log it was opened
  /// @param text as it is now; empty when it was deleted
  record Entry(long position, long conversation, String text) {}

  /// Opens the file, or makes it anew where it is missing, damaged, or of another database.
  ///
  /// @param head the last place in the log; an index that knows of more is of another past
  static SearchIndex open(Path file, SqlDialect dialect, String epoch, long head)
      throws SQLException {
    if (Files.exists(file)) {
      var position = position(file, dialect, epoch);
      if (position >= 0 && position <= head) {
        return new SearchIndex(connect(file, dialect), position);
      }
      log.info("search index is made anew file={}", file);
      delete(file);
    }
    var connection = connect(file, dialect);
    create(connection, epoch);
    return new SearchIndex(connection, 0);
  }

  static void delete(Path file) throws SQLException {
    try {
      for (var ending : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ending));
      }
    } catch (IOException e) {
      throw new SQLException("the search index " + file + " cannot be deleted", e);
    }
  }

  /// As a word of the conversation.
  static String word(long conversation, String folded) {
    return Long.toString(conversation, NUMBER_RADIX) + NUMBERED + folded;
  }

  /// Up to where the log is in it.
  long position() {
    return position;
  }

  /// Takes in what the log says up to a place. Done twice it makes no difference.
  void add(List<Entry> entries, long upTo) throws SQLException {
    write(() -> {
      for (var entry : entries) {
        put(entry);
      }
      var update = statements.get("update progress set pos = ?");
      update.setLong(1, upTo);
      update.executeUpdate();
    });
    position = upTo;
  }

  /// Messages that are in it behind that place, at most so many, by rising place.
  List<Long> after(long place, int limit) throws SQLException {
    var select = statements.get("select rowid from words where rowid > ? order by rowid limit ?");
    select.setLong(1, place);
    select.setInt(2, limit);
    var found = new ArrayList<Long>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getLong(1));
      }
    }
    statements.connection().commit();
    return found;
  }

  void remove(List<Long> messages) throws SQLException {
    write(() -> {
      for (long message : messages) {
        remove(message);
      }
    });
  }

  @Override
  public void close() throws SQLException {
    statements.connection().close();
  }

  private void write(Changes changes) throws SQLException {
    try {
      changes.run();
      statements.connection().commit();
    } catch (SQLException | RuntimeException e) {
      statements.connection().rollback();
      throw e;
    }
  }

  private void put(Entry entry) throws SQLException {
    var words = words(entry);
    if (words.isEmpty()) {
      remove(entry.position);
      return;
    }
    var insert = statements.get("insert or replace into words (rowid, text) values (?,?)");
    insert.setLong(1, entry.position);
    insert.setString(2, words);
    insert.executeUpdate();
  }

  private void remove(long message) throws SQLException {
    var delete = statements.get("delete from words where rowid = ?");
    delete.setLong(1, message);
    delete.executeUpdate();
  }

  private static String words(Entry entry) {
    var prefix = word(entry.conversation, "");
    var words = new StringBuilder();
    for (var word : Words.of(entry.text)) {
      words.append(prefix).append(word.folded()).append(' ');
    }
    return words.toString();
  }

  private static Connection connect(Path file, SqlDialect dialect) throws SQLException {
    var connection = dialect.openIndex(file);
    connection.setAutoCommit(false);
    return connection;
  }

  /// Below 0 when it is not to be used.
  private static long position(Path file, SqlDialect dialect, String epoch) throws SQLException {
    try (var connection = dialect.openIndex(file);
        var select =
            connection.prepareStatement(
                "select pos from progress where epoch = ? and format = ?")) {
      select.setString(1, epoch);
      select.setInt(2, FORMAT);
      try (var rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : -1;
      }
    } catch (SQLException e) {
      if (dialect.isPassing(e)) {
        throw e;
      }
      return -1;
    }
  }

  private static void create(Connection connection, String epoch) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : SCHEMA) {
        statement.execute(sql);
      }
    }
    try (var insert =
        connection.prepareStatement("insert into progress (epoch, format, pos) values (?,?,0)")) {
      insert.setString(1, epoch);
      insert.setInt(2, FORMAT);
      insert.executeUpdate();
    }
    connection.commit();
  }

  @FunctionalInterface
  private interface Changes {
    void run() throws SQLException;
  }
}
