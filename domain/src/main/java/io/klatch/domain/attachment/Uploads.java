package io.klatch.domain.attachment;

import io.klatch.domain.attachment.Blobs.How;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Takes files in: in one piece, or in parts that may be days and restarts apart. Blocks; call on a
/// virtual thread. Thread-safe: of one upload one part is written at a time.
///
/// The order is what keeps a crash from leaving anything behind: first the row, then bytes, each
/// part on disk before the row says so; then the finished file, then the row that makes it an
/// attachment. Whatever stays halfway has a row whose time comes.
public final class Uploads {
  private final AttachmentStore store;
  private final Blobs blobs;
  private final Pictures pictures;
  private final Allowances allowances;
  private final AttachmentLimits limits;
  private final RandomGenerator random;
  private final InstantSource clock;

  /// Uploads to which something is being done, and how to cut that off.
  private final Map<OwnUpload, Runnable> busy = new ConcurrentHashMap<>();

  public Uploads(
      AttachmentStore store,
      Blobs blobs,
      Pictures pictures,
      Allowances allowances,
      AttachmentLimits limits,
      RandomGenerator random,
      InstantSource clock) {
    this.store = store;
    this.blobs = blobs;
    this.pictures = pictures;
    this.allowances = allowances;
    this.limits = limits;
    this.random = random;
    this.clock = clock;
  }

  /// The whole file at once. What is cut off leaves nothing.
  ///
  /// @param size in bytes; null when the client does not say
  public UploadResult take(UserKey owner, String name, @Nullable Long size, ByteSource bytes) {
    return guarded(() -> {
      var begun = add(owner, name, size == null ? limits.bytesMax() : size);
      return begun instanceof UploadResult.Going(var upload) ? whole(upload, bytes) : begun;
    });
  }

  /// An upload that comes in parts; so far it has none.
  public UploadResult begin(UserKey owner, String name, long size) {
    return guarded(() -> add(owner, name, size));
  }

  public UploadResult look(UserKey owner, AttachmentId id) {
    return guarded(() -> {
      var upload = store.upload(owner, id);
      return upload == null ? new UploadResult.NotFound() : new UploadResult.Going(upload);
    });
  }

  /// The next part. What came before the connection ended is kept.
  public UploadResult append(UserKey owner, AttachmentId id, long offset, ByteSource bytes) {
    var wait = allowances.take(LimitName.UPLOAD_PART, owner);
    if (wait.isPositive()) {
      return new UploadResult.RateLimited(wait);
    }
    return alone(owner, id, bytes::close, upload -> part(upload, offset, bytes));
  }

  /// Makes an attachment of an upload that is all there; one that it was made of is found again.
  public UploadResult complete(UserKey owner, AttachmentId id) {
    var result =
        alone(
            owner,
            id,
            () -> {},
            upload ->
                upload.received() < upload.size()
                    ? new UploadResult.Incomplete(upload.received(), upload.size())
                    : finish(upload));
    if (!(result instanceof UploadResult.NotFound)) {
      return result;
    }
    return guarded(() -> {
      var known = store.owned(owner, id);
      return known == null ? result : new UploadResult.Complete(known, false);
    });
  }

  public UploadResult giveUp(UserKey owner, AttachmentId id) {
    return alone(
        owner,
        id,
        () -> {},
        upload -> {
          blobs.delete(upload.key());
          return store.giveUp(owner, id) ? new UploadResult.GivenUp() : new UploadResult.NotFound();
        });
  }

  private UploadResult add(UserKey owner, String name, long size) {
    if (size > limits.bytesMax()) {
      return new UploadResult.TooLarge(limits.bytesMax());
    }
    var wait = allowances.take(LimitName.UPLOAD, owner);
    if (wait.isPositive()) {
      return new UploadResult.RateLimited(wait);
    }
    var upload =
        new Upload(AttachmentId.random(random), owner, FileName.of(name), size, 0, keptUntil());
    return switch (store.begin(upload, limits)) {
      case ADDED -> new UploadResult.Going(upload);
      case TOO_MANY_UNFINISHED ->
          new UploadResult.TooMany("uploads that are not complete", limits.unfinishedMax());
      case TOO_MANY_BYTES ->
          new UploadResult.TooMany("bytes of a user's attachments", limits.userBytesMax());
    };
  }

  private UploadResult whole(Upload upload, ByteSource bytes) {
    UploadResult result = null;
    try {
      var written = blobs.append(upload.key(), 0, bytes, upload.size());
      result =
          switch (written.how()) {
            case WHOLE ->
                written.length() == 0
                    ? new UploadResult.Incomplete(0, 1)
                    : finish(upload.with(written.length(), upload.keptUntil()));
            case CUT_OFF -> new UploadResult.CutOff();
            case TOO_LONG -> new UploadResult.TooLarge(upload.size());
          };
      return result;
    } finally {
      if (!(result instanceof UploadResult.Complete)) {
        drop(upload);
      }
    }
  }

  /// What cannot be deleted now is left to [Collecting], whose next round finds that its time has
  /// come.
  private void drop(Upload upload) {
    try {
      blobs.delete(upload.key());
      store.giveUp(upload.owner(), upload.id());
    } catch (UnavailableException _) {
      store.received(upload.with(0, clock.instant()));
    }
  }

  private UploadResult part(Upload upload, long offset, ByteSource bytes) {
    if (offset != upload.received()) {
      return new UploadResult.WrongOffset(upload.received());
    }
    var written = blobs.append(upload.key(), offset, bytes, upload.size() - offset);
    var next = upload.with(written.length(), keptUntil());
    if (written.how() == How.TOO_LONG) {
      return new UploadResult.TooLarge(upload.size());
    }
    if (!store.received(next)) {
      blobs.delete(upload.key());
      return new UploadResult.NotFound();
    }
    return written.how() == How.CUT_OFF ? new UploadResult.CutOff() : new UploadResult.Going(next);
  }

  private UploadResult finish(Upload upload) {
    var head = blobs.head(upload.key(), FileType.HEAD_BYTES);
    var type = head == null ? FileType.BYTES : FileType.of(head);
    var seen = type.isPicture() ? pictures.look(upload.key(), type) : Pictures.Seen.NOTHING;
    blobs.finish(upload.key(), seen.thumbnail());
    var attachment =
        new Attachment(
            upload.id(),
            upload.name(),
            type,
            upload.received(),
            seen.extent(),
            seen.thumbnail() != null);
    if (!store.complete(upload.with(upload.received(), keptUntil()), attachment)) {
      blobs.delete(upload.key());
      return new UploadResult.NotFound();
    }
    return new UploadResult.Complete(attachment, true);
  }

  private Instant keptUntil() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(limits.unusedAfter());
  }

  /// Nobody else does anything to the upload meanwhile.
  private UploadResult alone(UserKey owner, AttachmentId id, Runnable cutOff, Step step) {
    var key = new OwnUpload(owner, id);
    var other = busy.putIfAbsent(key, cutOff);
    if (other != null) {
      other.run();
      return new UploadResult.Busy();
    }
    try {
      return guarded(() -> {
        var upload = store.upload(owner, id);
        return upload == null ? new UploadResult.NotFound() : step.run(upload);
      });
    } finally {
      busy.remove(key);
    }
  }

  private static UploadResult guarded(Supplier<UploadResult> step) {
    try {
      return step.get();
    } catch (UnavailableException _) {
      return new UploadResult.Unavailable();
    }
  }

  private record OwnUpload(UserKey owner, AttachmentId id) {}

  @FunctionalInterface
  private interface Step {
    UploadResult run(Upload upload);
  }
}
