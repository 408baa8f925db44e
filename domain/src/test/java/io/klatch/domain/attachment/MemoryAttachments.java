package io.klatch.domain.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.attachment.ByteSource.CutOffException;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows and bytes in memory; can be full, and can fail at one place.
final class MemoryAttachments implements AttachmentStore, Blobs {
  private record Row(Upload upload, @Nullable Attachment attachment, boolean going) {}

  private final Map<AttachmentId, Row> rows = new HashMap<>();
  private final Map<AttachmentId, byte[]> incoming = new HashMap<>();
  private final Map<AttachmentId, byte[]> stored = new HashMap<>();
  boolean full;
  String crashAt = "";

  boolean isEmpty() {
    return rows.isEmpty() && incoming.isEmpty() && stored.isEmpty();
  }

  String stored(AttachmentId id) {
    return new String(stored.getOrDefault(id, new byte[0]), UTF_8);
  }

  private void at(String place) {
    if (place.equals(crashAt)) {
      throw new UnavailableException("on purpose at " + place);
    }
  }

  @Override
  public Begun begin(Upload upload, AttachmentLimits limits) {
    var own =
        rows.values().stream().filter(it -> it.upload.owner().equals(upload.owner())).toList();
    if (own.stream().filter(it -> it.attachment == null).count() >= limits.unfinishedMax()) {
      return Begun.TOO_MANY_UNFINISHED;
    }
    if (own.stream().mapToLong(it -> it.upload.size()).sum() + upload.size()
        > limits.userBytesMax()) {
      return Begun.TOO_MANY_BYTES;
    }
    rows.put(upload.id(), new Row(upload, null, false));
    return Begun.ADDED;
  }

  @Override
  public @Nullable Upload upload(UserKey owner, AttachmentId id) {
    var row = rows.get(id);
    return row == null || row.attachment != null || !row.upload.owner().equals(owner)
        ? null
        : row.upload;
  }

  @Override
  public boolean received(Upload upload) {
    return rows.replace(upload.id(), new Row(upload, null, false)) != null;
  }

  @Override
  public boolean complete(Upload upload, Attachment attachment) {
    at("complete");
    return rows.replace(upload.id(), new Row(upload, attachment, false)) != null;
  }

  @Override
  public @Nullable Attachment owned(UserKey owner, AttachmentId id) {
    var row = rows.get(id);
    return row == null || !row.upload.owner().equals(owner) ? null : row.attachment;
  }

  @Override
  public @Nullable Attachment readable(UserKey reader, AttachmentId id) {
    return owned(reader, id);
  }

  @Override
  public @Nullable Attachment find(AttachmentKey key) {
    var row = rows.get(key.id());
    return row == null ? null : row.attachment;
  }

  @Override
  public boolean giveUp(UserKey owner, AttachmentId id) {
    return rows.remove(id) != null;
  }

  @Override
  public List<AttachmentKey> collect(Instant now, int max) {
    var due =
        rows.values().stream()
            .filter(it -> !it.upload.keptUntil().isAfter(now))
            .limit(max)
            .toList();
    due.forEach(it -> rows.put(it.upload.id(), new Row(it.upload, it.attachment, true)));
    return due.stream().map(it -> it.upload.key()).toList();
  }

  @Override
  public void forget(List<AttachmentKey> keys) {
    at("forget");
    keys.forEach(key -> rows.remove(key.id()));
  }

  @Override
  public Appended append(AttachmentKey key, long offset, ByteSource from, long bytesMax) {
    if (full) {
      throw new UnavailableException("full");
    }
    var out = new ByteArrayOutputStream();
    out.write(incoming.getOrDefault(key.id(), new byte[0]), 0, (int) offset);
    var how = How.WHOLE;
    try {
      var buffer = new byte[1];
      for (long left = bytesMax; from.read(buffer, 0, 1) > 0; left--) {
        if (left == 0) {
          how = How.TOO_LONG;
          break;
        }
        out.write(buffer[0]);
      }
    } catch (CutOffException _) {
      how = How.CUT_OFF;
    }
    incoming.put(key.id(), out.toByteArray());
    return new Appended(out.size(), how);
  }

  @Override
  public byte @Nullable [] head(AttachmentKey key, int max) {
    var coming = incoming.get(key.id());
    return coming == null ? stored.get(key.id()) : coming;
  }

  @Override
  public void finish(AttachmentKey key, byte @Nullable [] thumbnail) {
    var coming = incoming.remove(key.id());
    if (coming != null) {
      stored.put(key.id(), coming);
    }
  }

  @Override
  public ByteSource read(AttachmentKey key, long first, long length) {
    throw new AssertionError("not asked");
  }

  @Override
  public byte @Nullable [] thumbnail(AttachmentKey key) {
    return null;
  }

  @Override
  public void delete(AttachmentKey key) {
    at("delete");
    incoming.remove(key.id());
    stored.remove(key.id());
  }
}
