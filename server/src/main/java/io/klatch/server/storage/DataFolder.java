package io.klatch.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A data folder held by this process alone, until closed or until the process ends.
final class DataFolder implements AutoCloseable {
  private static final String LOCK_FILE = "klatch.lock";
  private static final String DATABASE_FILE = "klatch.db";
  private static final String SEARCH_FILE = "search.db";
  private static final String NATIVE_FOLDER = "native";

  private final Path folder;
  private final FileChannel lock;

  private DataFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /// Makes the folder where it is missing, and locks it.
  ///
  /// @throws StoreException when it cannot be written or another process holds it
  static DataFolder hold(Path folder) {
    try {
      Files.createDirectories(folder);
      var held = new DataFolder(folder, lock(folder));
      held.unpackNativeCodeHere();
      return held;
    } catch (IOException e) {
      throw new StoreException(
          "the data folder %s cannot be used: %s".formatted(folder, reason(e)), e);
    }
  }

  Path database() {
    return folder.resolve(DATABASE_FILE);
  }

  /// Can be made anew out of the database.
  Path searchIndex() {
    return folder.resolve(SEARCH_FILE);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StoreException("the data folder %s cannot be released".formatted(folder), e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // Held by this very process: the same answer.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new StoreException(
        "the data folder %s is in use by another Klatch server".formatted(folder));
  }

  // The driver leaves its library behind when the process is killed. In a folder that only the
  // holder of the lock uses, leftovers can be removed.
  private void unpackNativeCodeHere() throws IOException {
    var target = folder.resolve(NATIVE_FOLDER);
    Files.createDirectories(target);
    try (var leftovers = Files.newDirectoryStream(target)) {
      for (var file : leftovers) {
        Files.deleteIfExists(file);
      }
    }
    System.setProperty("org.sqlite.tmpdir", target.toAbsolutePath().toString());
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }
}
