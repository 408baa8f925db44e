package io.klatch.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.attachment.Blobs;
import io.klatch.domain.attachment.ByteSource;
import io.klatch.domain.attachment.ByteSource.CutOffException;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Blobs as files. What is coming in is in `incoming/`, what is whole in `stored/`, where a file
/// gets by being renamed after it is on disk; so a file there is never half of one.
///
/// Names are made of a hash of the tenant and of the id alone, which is letters and digits: nothing
/// a client says becomes part of a path. A thumbnail stands beside its file.
public final class FileBlobs implements Blobs {
  private static final Logger log = LoggerFactory.getLogger(FileBlobs.class);

  private static final int BUFFER_BYTES = 65_536;
  private static final String THUMBNAIL = ".thumbnail";

  private final Path incoming;
  private final Path stored;

  /// @param folder is made where it is missing
  /// @throws IOException when it cannot be
  public FileBlobs(Path folder) throws IOException {
    this.incoming = Files.createDirectories(folder.resolve("incoming"));
    this.stored = Files.createDirectories(folder.resolve("stored"));
  }

  @Override
  public Appended append(AttachmentKey key, long offset, ByteSource from, long bytesMax) {
    try (var channel = FileChannel.open(incoming(key), CREATE, WRITE)) {
      if (channel.size() < offset) {
        throw new IOException("has " + channel.size() + " of " + offset + " bytes");
      }
      channel.truncate(offset).position(offset);
      var how = copy(from, channel, bytesMax);
      channel.force(true);
      if (offset == 0) {
        sync(incoming);
      }
      return new Appended(channel.position(), how);
    } catch (IOException e) {
      throw unavailable("written", key, e);
    }
  }

  private static How copy(ByteSource from, FileChannel to, long bytesMax) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    var left = bytesMax;
    while (true) {
      int count;
      try {
        count = from.read(buffer, 0, (int) Math.min(buffer.length, left + 1));
      } catch (CutOffException e) {
        log.debug("an upload was cut off", e);
        return How.CUT_OFF;
      }
      if (count < 0) {
        return How.WHOLE;
      }
      var fits = ByteBuffer.wrap(buffer, 0, (int) Math.min(count, left));
      while (fits.hasRemaining()) {
        left -= to.write(fits);
      }
      if (fits.limit() < count) {
        return How.TOO_LONG;
      }
    }
  }

  @Override
  public byte @Nullable [] head(AttachmentKey key, int max) {
    try (var in = Files.newInputStream(place(key))) {
      return in.readNBytes(max);
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw unavailable("read", key, e);
    }
  }

  @Override
  public void finish(AttachmentKey key, byte @Nullable [] thumbnail) {
    var target = stored(key);
    try {
      makeFolder(key);
      if (thumbnail != null) {
        var passing = beside(incoming(key));
        write(passing, thumbnail);
        Files.move(passing, beside(target), StandardCopyOption.ATOMIC_MOVE);
      }
      if (Files.exists(incoming(key))) {
        Files.move(incoming(key), target, StandardCopyOption.ATOMIC_MOVE);
      } else if (!Files.exists(target)) {
        throw new NoSuchFileException(target.toString());
      }
      sync(folder(key));
    } catch (IOException e) {
      throw unavailable("kept", key, e);
    }
  }

  @Override
  public ByteSource read(AttachmentKey key, long first, long length) {
    try {
      var in = Files.newInputStream(stored(key));
      try {
        in.skipNBytes(first);
      } catch (IOException e) {
        in.close();
        throw e;
      }
      return new FileSource(in);
    } catch (IOException e) {
      throw new CutOffException("the attachment " + key.id() + " cannot be read", e);
    }
  }

  @Override
  public byte @Nullable [] thumbnail(AttachmentKey key) {
    try {
      return Files.readAllBytes(beside(stored(key)));
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw unavailable("read", key, e);
    }
  }

  @Override
  public void delete(AttachmentKey key) {
    try {
      for (var file : new Path[] {incoming(key), stored(key)}) {
        Files.deleteIfExists(beside(file));
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw unavailable("deleted", key, e);
    }
  }

  /// Where the bytes are now; where they will be when there are none.
  Path place(AttachmentKey key) {
    var coming = incoming(key);
    return Files.exists(coming) ? coming : stored(key);
  }

  /// Whether it is not whole yet.
  boolean isComing(AttachmentKey key) {
    return Files.exists(incoming(key));
  }

  boolean isStored(AttachmentKey key) {
    return Files.exists(stored(key));
  }

  /// What a blob may be called elsewhere: letters, digits and one slash.
  static String name(AttachmentKey key) {
    return folder(key.tenant()) + "/" + key.id().value();
  }

  private Path incoming(AttachmentKey key) {
    return incoming.resolve(folder(key.tenant()) + "-" + key.id().value());
  }

  private Path stored(AttachmentKey key) {
    return folder(key).resolve(key.id().value());
  }

  /// One of 1,024 of each tenant.
  private Path folder(AttachmentKey key) {
    return stored.resolve(folder(key.tenant())).resolve(key.id().value().substring(1, 3));
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + THUMBNAIL);
  }

  /// A tenant's id may hold anything.
  private static String folder(TenantId tenant) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(tenant.value().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void makeFolder(AttachmentKey key) throws IOException {
    if (!Files.exists(folder(key))) {
      Files.createDirectories(folder(key));
      sync(stored.resolve(folder(key.tenant())));
      sync(stored);
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (var channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
      var left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /// A name is on disk only once its folder is.
  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  private static UnavailableException unavailable(String what, AttachmentKey key, IOException e) {
    log.warn("an attachment cannot be {} now attachment={}", what, key.id(), e);
    return new UnavailableException("the attachment cannot be " + what + " now", e);
  }

  private record FileSource(InputStream in) implements ByteSource {
    @Override
    public int read(byte[] into, int offset, int length) {
      try {
        return in.read(into, offset, length);
      } catch (IOException e) {
        throw new CutOffException("an attachment cannot be read to its end", e);
      }
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        log.debug("an attachment did not close", e);
      }
    }
  }
}
