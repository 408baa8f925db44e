package io.klatch.server.files;

import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.attachment.Extent;
import io.klatch.domain.attachment.FileType;
import io.klatch.domain.attachment.Pictures;
import io.klatch.server.threads.Threads;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at pictures with what the JDK has: JPEG, PNG, GIF and BMP get a thumbnail, WebP its
/// extent.
///
/// A picture's head says how many pixels it unpacks to; one with too many is not unpacked. Of the
/// others only every so many a pixel is taken, so that little more than the thumbnail is in memory.
/// Decoders are native code in part: they run on threads of their own, few at a time, and those who
/// wait for them are bounded in number and time.
public final class Thumbnails implements Pictures, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Thumbnails.class);

  /// Of the longer side of a thumbnail, in pixels.
  public static final int SIDE_MAX = 320;

  private static final int WAITING_MAX = 1_000;
  private static final int SECONDS_MAX = 20;

  static {
    // Without a screen the JDK needs no library of one.
    System.setProperty("java.awt.headless", "true");
  }

  /// What became of a picture.
  private enum Outcome {
    MADE,
    UNKNOWN,
    TOO_LARGE,
    BROKEN,
    BUSY
  }

  private final FileBlobs blobs;
  private final long pixelsMax;
  private final MeterRegistry meters;
  private final ExecutorService threads;

  /// @param pixelsMax of a picture that is unpacked
  public Thumbnails(FileBlobs blobs, long pixelsMax, MeterRegistry meters) {
    this.blobs = blobs;
    this.pixelsMax = pixelsMax;
    this.meters = meters;
    int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    this.threads = Threads.pool("thumbnail", atOnce, WAITING_MAX);
  }

  @Override
  public Seen look(AttachmentKey unfinished, FileType type) {
    var file = blobs.place(unfinished);
    if (type == FileType.WEBP) {
      return new Seen(PictureHeads.webp(head(file)), null);
    }
    Future<Seen> future;
    try {
      future = threads.submit(() -> seen(file, type));
    } catch (RejectedExecutionException e) {
      return nothing(Outcome.BUSY, e);
    }
    try {
      return future.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      future.cancel(false);
      return nothing(Outcome.BUSY, e);
    } catch (ExecutionException e) {
      return nothing(Outcome.BROKEN, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return nothing(Outcome.BUSY, e);
    }
  }

  private Seen nothing(Outcome outcome, Exception why) {
    log.debug("no thumbnail outcome={}", outcome, why);
    count(outcome);
    return Seen.NOTHING;
  }

  private void count(Outcome outcome) {
    var result = outcome.name().toLowerCase(Locale.ROOT);
    meters.counter("klatch.thumbnails", "result", result).increment();
  }

  private Seen seen(Path file, FileType type) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(type.wire());
    if (!readers.hasNext()) {
      count(Outcome.UNKNOWN);
      return Seen.NOTHING;
    }
    var reader = readers.next();
    try (var in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in, true, true);
      var turn = type == FileType.JPEG ? PictureHeads.turn(head(file)) : Turn.NONE;
      var stored = new Extent(reader.getWidth(0), reader.getHeight(0));
      if (stored.pixels() > pixelsMax) {
        count(Outcome.TOO_LARGE);
        return new Seen(turn.of(stored), null);
      }
      return new Seen(turn.of(stored), thumbnail(reader, stored, turn));
    } finally {
      reader.dispose();
    }
  }

  /// Null for a picture that ends early or makes no sense; its head did.
  private byte @Nullable [] thumbnail(ImageReader reader, Extent stored, Turn turn) {
    try {
      var longer = Math.max(stored.width(), stored.height());
      int every = Math.max(1, longer / (2 * SIDE_MAX));
      var wanted = reader.getDefaultReadParam();
      wanted.setSourceSubsampling(every, every, 0, 0);
      var made = Shrinking.to(SIDE_MAX, reader.read(0, wanted), turn);
      count(Outcome.MADE);
      return made;
    } catch (IOException | RuntimeException e) {
      log.debug("no thumbnail of a broken picture", e);
      count(Outcome.BROKEN);
      return null;
    }
  }

  private static byte[] head(Path file) {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(PictureHeads.BYTES);
    } catch (IOException e) {
      log.debug("a picture cannot be read", e);
      return new byte[0];
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
