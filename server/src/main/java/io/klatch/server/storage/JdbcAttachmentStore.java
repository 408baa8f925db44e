package io.klatch.server.storage;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.attachment.AttachmentLimits;
import io.klatch.domain.attachment.AttachmentStore;
import io.klatch.domain.attachment.Extent;
import io.klatch.domain.attachment.FileName;
import io.klatch.domain.attachment.Upload;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attachments in SQL.
final class JdbcAttachmentStore implements AttachmentStore {
  /// The owner's that is not complete.
  private static final String UPLOAD =
      " where tenant_id = ? and attachment_id = ? and user_id = ? and state = 'uploading'";

  private static final String READABLE =
      AttachmentRows.SELECT
          + " and (a.user_id = ? or exists (select 1 from message_attachments r, members m"
          + " where r.tenant_id = a.tenant_id and r.attachment_id = a.attachment_id"
          + " and m.tenant_id = r.tenant_id and m.conversation_id = r.conversation_id"
          + " and m.user_id = ? and m.left_pos is null))";

  private final Writer writer;
  private final Readers readers;

  JdbcAttachmentStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /// Bytes are added up before the transaction, which all writes wait for: who begins several
  /// uploads at the same moment may get that many files above the limit.
  @Override
  public Begun begin(Upload upload, AttachmentLimits limits) {
    var has = readers.read("adding up attachments", statements -> bytes(statements, upload));
    if (has + upload.size() > limits.userBytesMax()) {
      return Begun.TOO_MANY_BYTES;
    }
    return writer.write(batch -> {
      if (unfinished(batch.statements(), upload) >= limits.unfinishedMax()) {
        return Begun.TOO_MANY_UNFINISHED;
      }
      insert(batch.statements(), upload);
      return Begun.ADDED;
    });
  }

  @Override
  public @Nullable Upload upload(UserKey owner, AttachmentId id) {
    var found =
        readers.read(
            "finding an upload",
            statements -> {
              var select =
                  statements.get(
                      "select name, size, received, keep_until from attachments" + UPLOAD);
              setOwned(select, 1, owner, id);
              try (var rows = select.executeQuery()) {
                return new Found<>(rows.next() ? upload(rows, owner, id) : null);
              }
            });
    return found.value;
  }

  @Override
  public boolean received(Upload upload) {
    return writer.write(batch -> {
      var update =
          batch.statements().get("update attachments set received = ?, keep_until = ?" + UPLOAD);
      update.setLong(1, upload.received());
      update.setLong(2, upload.keptUntil().toEpochMilli());
      setOwned(update, 3, upload.owner(), upload.id());
      return update.executeUpdate() == 1;
    });
  }

  @Override
  public boolean complete(Upload upload, Attachment attachment) {
    return writer.write(batch -> {
      var update =
          batch
              .statements()
              .get(
                  "update attachments set state = 'stored', type = ?, size = ?, received = ?,"
                      + " width = ?, height = ?, thumbnail = ?, keep_until = ?"
                      + UPLOAD);
      update.setString(1, attachment.type().wire());
      update.setLong(2, attachment.size());
      update.setLong(3, attachment.size());
      setExtent(update, attachment.extent());
      update.setBoolean(6, attachment.thumbnail());
      update.setLong(7, upload.keptUntil().toEpochMilli());
      setOwned(update, 8, upload.owner(), upload.id());
      return update.executeUpdate() == 1;
    });
  }

  @Override
  public @Nullable Attachment owned(UserKey owner, AttachmentId id) {
    return find(
        AttachmentRows.SELECT + " and a.user_id = ?",
        new AttachmentKey(owner.tenant(), id),
        select -> select.setString(3, owner.user().value()));
  }

  @Override
  public @Nullable Attachment readable(UserKey reader, AttachmentId id) {
    return find(
        READABLE,
        new AttachmentKey(reader.tenant(), id),
        select -> {
          select.setString(3, reader.user().value());
          select.setString(4, reader.user().value());
        });
  }

  @Override
  public @Nullable Attachment find(AttachmentKey key) {
    return find(AttachmentRows.SELECT, key, _ -> {});
  }

  @Override
  public boolean giveUp(UserKey owner, AttachmentId id) {
    return writer.write(batch -> {
      var delete = batch.statements().get("delete from attachments" + UPLOAD);
      setOwned(delete, 1, owner, id);
      return delete.executeUpdate() == 1;
    });
  }

  @Override
  public List<AttachmentKey> collect(Instant now, int max) {
    return writer.write(batch -> {
      var due = due(batch.statements(), now, max);
      for (var key : due) {
        var update =
            batch
                .statements()
                .get(
                    "update attachments set state = 'going'"
                        + " where tenant_id = ? and attachment_id = ? and state <> 'going'");
        AttachmentRows.set(update, key.tenant(), key.id());
        update.executeUpdate();
      }
      return due;
    });
  }

  @Override
  public void forget(List<AttachmentKey> keys) {
    writer.write(batch -> {
      for (var key : keys) {
        var delete =
            batch
                .statements()
                .get(
                    "delete from attachments"
                        + " where tenant_id = ? and attachment_id = ? and state = 'going'");
        AttachmentRows.set(delete, key.tenant(), key.id());
        delete.executeUpdate();
      }
      return true;
    });
  }

  private @Nullable Attachment find(String sql, AttachmentKey key, Setting more) {
    var found =
        readers.read(
            "finding an attachment",
            statements -> {
              var select = statements.get(sql);
              AttachmentRows.set(select, key.tenant(), key.id());
              more.set(select);
              try (var rows = select.executeQuery()) {
                return new Found<>(rows.next() ? AttachmentRows.read(rows) : null);
              }
            });
    return found.value;
  }

  private static long bytes(Statements statements, Upload upload) throws SQLException {
    var select =
        statements.get(
            "select coalesce(sum(size), 0) from attachments where tenant_id = ? and user_id = ?");
    select.setString(1, upload.owner().tenant().value());
    select.setString(2, upload.owner().user().value());
    return number(select);
  }

  private static long unfinished(Statements statements, Upload upload) throws SQLException {
    var select =
        statements.get(
            "select count(*) from attachments"
                + " where tenant_id = ? and user_id = ? and state = 'uploading'");
    select.setString(1, upload.owner().tenant().value());
    select.setString(2, upload.owner().user().value());
    return number(select);
  }

  private static long number(PreparedStatement select) throws SQLException {
    try (var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void insert(Statements statements, Upload upload) throws SQLException {
    var insert =
        statements.get(
            "insert into attachments (tenant_id, attachment_id, user_id, state, name, size,"
                + " received, thumbnail, keep_until) values (?,?,?,'uploading',?,?,0,?,?)");
    AttachmentRows.set(insert, upload.owner().tenant(), upload.id());
    insert.setString(3, upload.owner().user().value());
    insert.setString(4, upload.name().value());
    insert.setLong(5, upload.size());
    insert.setBoolean(6, false);
    insert.setLong(7, upload.keptUntil().toEpochMilli());
    insert.executeUpdate();
  }

  private static Upload upload(ResultSet row, UserKey owner, AttachmentId id) throws SQLException {
    return new Upload(
        id,
        owner,
        new FileName(row.getString("name")),
        row.getLong("size"),
        row.getLong("received"),
        Rows.time(row, "keep_until"));
  }

  private static List<AttachmentKey> due(Statements statements, Instant now, int max)
      throws SQLException {
    var select =
        statements.get(
            "select tenant_id, attachment_id from attachments where keep_until <= ?"
                + " order by keep_until limit ?");
    select.setLong(1, now.toEpochMilli());
    select.setInt(2, max);
    var due = new ArrayList<AttachmentKey>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        due.add(
            new AttachmentKey(
                new TenantId(rows.getString(1)), new AttachmentId(rows.getString(2))));
      }
    }
    return due;
  }

  private static void setExtent(PreparedStatement update, @Nullable Extent extent)
      throws SQLException {
    if (extent == null) {
      update.setNull(4, Types.INTEGER);
      update.setNull(5, Types.INTEGER);
    } else {
      update.setInt(4, extent.width());
      update.setInt(5, extent.height());
    }
  }

  private static void setOwned(
      PreparedStatement statement, int first, UserKey owner, AttachmentId id) throws SQLException {
    statement.setString(first, owner.tenant().value());
    statement.setString(first + 1, id.value());
    statement.setString(first + 2, owner.user().value());
  }

  @FunctionalInterface
  private interface Setting {
    void set(PreparedStatement statement) throws SQLException;
  }

  private record Found<T>(@Nullable T value) {}
}
