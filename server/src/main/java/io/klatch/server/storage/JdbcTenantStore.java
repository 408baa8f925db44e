package io.klatch.server.storage;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.tenant.Tenant;
import io.klatch.domain.tenant.TenantPolicy;
import io.klatch.domain.tenant.TenantStatus;
import io.klatch.domain.tenant.TenantStore;
import io.klatch.domain.tenant.Trust;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tenants in SQL: a row each, and rows of [TenantSetting] for their lists.
final class JdbcTenantStore implements TenantStore {
  private final Writer writer;
  private final Readers readers;

  JdbcTenantStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public List<Tenant> all() {
    return readers.read("reading tenants", JdbcTenantStore::read);
  }

  @Override
  public void save(Tenant tenant) {
    writer.write(batch -> {
      upsert(batch, tenant);
      replaceSettings(batch, tenant);
      return true;
    });
  }

  private static List<Tenant> read(Statements statements) throws SQLException {
    var settings = new HashMap<String, List<TenantSetting>>();
    try (var rows =
        statements
            .get(
                "select tenant_id, kind, name, value, place from tenant_settings"
                    + " order by tenant_id, kind, place, name")
            .executeQuery()) {
      while (rows.next()) {
        settings
            .computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
            .add(
                new TenantSetting(
                    rows.getString(2), rows.getString(3), rows.getString(4), rows.getLong(5)));
      }
    }
    var tenants = new ArrayList<Tenant>();
    try (var rows =
        statements
            .get(
                "select tenant_id, name, status, jwks_url, issuer, audience, retention_days,"
                    + " features_limited, created_at from tenants order by tenant_id")
            .executeQuery()) {
      while (rows.next()) {
        tenants.add(tenant(rows, settings.getOrDefault(rows.getString(1), List.of())));
      }
    }
    return tenants;
  }

  private static Tenant tenant(ResultSet row, List<TenantSetting> settings) throws SQLException {
    return new Tenant(
        new TenantId(row.getString("tenant_id")),
        row.getString("name"),
        TenantStatus.SUSPENDED.wire().equals(row.getString("status"))
            ? TenantStatus.SUSPENDED
            : TenantStatus.ACTIVE,
        trust(row, settings),
        policy(row, settings),
        TenantSetting.serverKeys(settings),
        Rows.time(row, "created_at"));
  }

  private static Trust trust(ResultSet row, List<TenantSetting> settings) throws SQLException {
    var url = row.getString("jwks_url");
    return new Trust(
        TenantSetting.signingKeys(settings),
        url == null ? null : URI.create(url),
        row.getString("issuer"),
        row.getString("audience"),
        TenantSetting.telegram(settings));
  }

  private static TenantPolicy policy(ResultSet row, List<TenantSetting> settings)
      throws SQLException {
    var days = row.getInt("retention_days");
    Integer retention = row.wasNull() ? null : days;
    var limited = row.getInt("features_limited") == 1;
    return new TenantPolicy(
        TenantSetting.origins(settings),
        TenantSetting.limits(settings),
        retention,
        limited ? TenantSetting.features(settings) : null);
  }

  private static void upsert(Batch batch, Tenant tenant) throws SQLException {
    var upsert =
        batch
            .statements()
            .get(
                "insert into tenants (tenant_id, name, status, jwks_url, issuer, audience,"
                    + " retention_days, features_limited, created_at) values (?,?,?,?,?,?,?,?,?)"
                    + " on conflict (tenant_id) do update set name = excluded.name,"
                    + " status = excluded.status, jwks_url = excluded.jwks_url,"
                    + " issuer = excluded.issuer, audience = excluded.audience,"
                    + " retention_days = excluded.retention_days,"
                    + " features_limited = excluded.features_limited");
    var url = tenant.trust().jwksUrl();
    upsert.setString(1, tenant.id().value());
    upsert.setString(2, tenant.name());
    upsert.setString(3, tenant.status().wire());
    upsert.setString(4, url == null ? null : url.toString());
    upsert.setString(5, tenant.trust().issuer());
    upsert.setString(6, tenant.trust().audience());
    setInteger(upsert, 7, tenant.policy().retentionDays());
    upsert.setInt(8, tenant.policy().features() == null ? 0 : 1);
    upsert.setLong(9, tenant.createdAt().toEpochMilli());
    upsert.executeUpdate();
  }

  private static void setInteger(PreparedStatement statement, int index, @Nullable Integer value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setInt(index, value);
    }
  }

  private static void replaceSettings(Batch batch, Tenant tenant) throws SQLException {
    var delete = batch.statements().get("delete from tenant_settings where tenant_id = ?");
    delete.setString(1, tenant.id().value());
    delete.executeUpdate();
    var insert =
        batch
            .statements()
            .get(
                "insert into tenant_settings (tenant_id, kind, name, value, place)"
                    + " values (?,?,?,?,?)");
    for (var setting : TenantSetting.of(tenant)) {
      insert.setString(1, tenant.id().value());
      insert.setString(2, setting.kind());
      insert.setString(3, setting.name());
      insert.setString(4, setting.value());
      insert.setLong(5, setting.place());
      insert.addBatch();
    }
    insert.executeBatch();
  }
}
