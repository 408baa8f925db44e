package io.klatch.server.storage;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.safety.RetentionStore;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has become old, in SQL.
final class JdbcRetentionStore implements RetentionStore {
  /// Numbers and times rise together in a conversation, so its first message is its oldest.
  private static final String AGING =
      "select c.tenant_id, c.conversation_id, c.retention_days, (select m.created_at"
          + " from messages m where m.tenant_id = c.tenant_id"
          + " and m.conversation_id = c.conversation_id and m.seq > c.removed_seq"
          + " order by m.seq limit 1) as oldest from conversations c";

  private static final String OF_TENANT =
      AGING + " where c.tenant_id = ? and c.conversation_id > ? order by c.conversation_id limit ?";
  private static final String WITH_THEIR_OWN =
      AGING
          + " where c.retention_days is not null and (c.tenant_id, c.conversation_id) > (?, ?)"
          + " order by c.tenant_id, c.conversation_id limit ?";

  private final Writer writer;
  private final Readers readers;

  JdbcRetentionStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public List<Aging> ofTenant(TenantId tenant, @Nullable ConversationId after, int limit) {
    return readers.read(
        "looking for old messages",
        statements -> {
          var select = statements.get(OF_TENANT);
          select.setString(1, tenant.value());
          select.setString(2, after == null ? "" : after.value());
          return all(select, limit);
        });
  }

  @Override
  public List<Aging> withTheirOwn(@Nullable ConversationKey after, int limit) {
    return readers.read(
        "looking for old messages",
        statements -> {
          var select = statements.get(WITH_THEIR_OWN);
          select.setString(1, after == null ? "" : after.tenant().value());
          select.setString(2, after == null ? "" : after.conversation().value());
          return all(select, limit);
        });
  }

  @Override
  public Removed remove(ConversationKey conversation, Instant before, int max) {
    return writer.write(batch -> RemovedRows.remove(batch, conversation, before, max));
  }

  private static List<Aging> all(PreparedStatement select, int limit) throws SQLException {
    select.setInt(3, limit);
    var found = new ArrayList<Aging>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        var days = rows.getInt("retention_days");
        Integer own = rows.wasNull() ? null : days;
        var millis = rows.getLong("oldest");
        Instant oldest = rows.wasNull() ? null : Instant.ofEpochMilli(millis);
        var key =
            new ConversationKey(
                new TenantId(rows.getString("tenant_id")),
                new ConversationId(rows.getString("conversation_id")));
        found.add(new Aging(key, own, oldest));
      }
    }
    return found;
  }
}
