package io.klatch.server.storage;

import io.klatch.domain.account.Revocation;
import io.klatch.domain.account.RevocationStore;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Revocations in SQL. Each write removes what no longer holds.
final class JdbcRevocationStore implements RevocationStore {
  private static final String TOKEN = "token";
  private static final String USER = "user";

  private final Writer writer;
  private final Readers readers;

  JdbcRevocationStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public List<Revocation> all(Instant now) {
    return readers.read(
        "reading revocations",
        statements -> {
          var select =
              statements.get(
                  "select tenant_id, kind, name, issued_before, until from revocations"
                      + " where until > ?");
          select.setLong(1, now.toEpochMilli());
          var found = new ArrayList<Revocation>();
          try (var rows = select.executeQuery()) {
            while (rows.next()) {
              found.add(revocation(rows));
            }
          }
          return found;
        });
  }

  @Override
  public void save(Revocation revocation) {
    writer.write(batch -> {
      var delete = batch.statements().get("delete from revocations where until <= ?");
      delete.setLong(1, batch.now().toEpochMilli());
      delete.executeUpdate();
      upsert(batch, revocation);
      return true;
    });
  }

  private static void upsert(Batch batch, Revocation revocation) throws SQLException {
    var upsert =
        batch
            .statements()
            .get(
                "insert into revocations (tenant_id, kind, name, issued_before, until)"
                    + " values (?,?,?,?,?) on conflict (tenant_id, kind, name) do update set"
                    + " issued_before = excluded.issued_before, until = excluded.until");
    upsert.setString(1, revocation.tenant().value());
    switch (revocation) {
      case Revocation.OfToken(_, var tokenId, _) -> {
        upsert.setString(2, TOKEN);
        upsert.setString(3, tokenId);
        upsert.setLong(4, 0);
      }
      case Revocation.OfUser(_, var user, var issuedBefore, _) -> {
        upsert.setString(2, USER);
        upsert.setString(3, user.value());
        upsert.setLong(4, issuedBefore.toEpochMilli());
      }
    }
    upsert.setLong(5, revocation.until().toEpochMilli());
    upsert.executeUpdate();
  }

  private static Revocation revocation(ResultSet row) throws SQLException {
    var tenant = new TenantId(row.getString("tenant_id"));
    var name = row.getString("name");
    var until = Rows.time(row, "until");
    return row.getString("kind").equals(TOKEN)
        ? new Revocation.OfToken(tenant, name, until)
        : new Revocation.OfUser(tenant, new UserId(name), Rows.time(row, "issued_before"), until);
  }
}
