package io.klatch.server.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;

/// What differs between databases; the statements themselves are the same on all.
enum SqlDialect {
  SQLITE;

  private static final int BUSY_TIMEOUT_MS = 5_000;

  /// Pages of write-ahead log before it is moved into the file: 1,000, the default, costs a third
  /// of the throughput, 16,000 makes single commits slow.
  private static final int WAL_AUTOCHECKPOINT_PAGES = 4_000;

  /// The index leaves that new messages touch should be found in memory; with SQLite's own 2 MB
  /// half of the writer's system calls were reads of them.
  private static final int WRITER_CACHE_KIB = 65_536;

  static String url(Path file) {
    return "jdbc:sqlite:" + file.toAbsolutePath();
  }

  /// `synchronous=FULL` is an fsync per commit: what makes an acknowledgement true.
  Connection openWriter(Path file) throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.enforceForeignKeys(true);
    var connection = DriverManager.getConnection(url(file), config.toProperties());
    try (var statement = connection.createStatement()) {
      statement.execute("pragma wal_autocheckpoint=" + WAL_AUTOCHECKPOINT_PAGES);
      statement.execute("pragma cache_size=-" + WRITER_CACHE_KIB);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  Connection openReader(Path file) throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    return DriverManager.getConnection(url(file), config.toProperties());
  }

  /// The index of words, to write. It can be made anew, so no commit waits for the disk.
  Connection openIndex(Path file) throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    return DriverManager.getConnection(url(file), config.toProperties());
  }

  /// A reader of the database that has the index of words attached as `search`.
  Connection openSearch(Path file, Path index) throws SQLException {
    var connection = openReader(file);
    try (var attach = connection.prepareStatement("attach database ? as search")) {
      attach.setString(1, index.toAbsolutePath().toString());
      attach.execute();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// Whether the file is no database or a damaged one.
  boolean isDamage(SQLException fault) {
    return is(fault, SQLiteErrorCode.SQLITE_CORRUPT) || is(fault, SQLiteErrorCode.SQLITE_NOTADB);
  }

  /// Whether the statement failed for want of disk, memory, or a lock: it may succeed later.
  boolean isPassing(SQLException fault) {
    return is(fault, SQLiteErrorCode.SQLITE_FULL)
        || is(fault, SQLiteErrorCode.SQLITE_BUSY)
        || is(fault, SQLiteErrorCode.SQLITE_LOCKED)
        || is(fault, SQLiteErrorCode.SQLITE_IOERR)
        || is(fault, SQLiteErrorCode.SQLITE_READONLY)
        || is(fault, SQLiteErrorCode.SQLITE_CANTOPEN)
        || is(fault, SQLiteErrorCode.SQLITE_NOMEM);
  }

  // The low byte is the error, the rest its finer kind.
  private static boolean is(SQLException fault, SQLiteErrorCode code) {
    return (fault.getErrorCode() & 0xff) == code.code;
  }
}
