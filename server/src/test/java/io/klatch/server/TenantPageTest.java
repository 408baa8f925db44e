package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A page in a browser, from a tenant's origin or another.
class TenantPageTest {
  @TempDir private Path folder;
  private AcmeServer server;

  @BeforeEach
  void start() throws Exception {
    server = new AcmeServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void of_a_tenants_origin_is_let_in_and_one_of_nobodys_is_not() throws Exception {
    assertThat(server.handshake("https://app.acme")).isEqualTo(403);
    server.addAcme();
    assertThat(server.handshake("https://app.acme")).isEqualTo(200);
    assertThat(server.handshake("https://app.blue")).isEqualTo(403);
    server.operator("PATCH", "/v1/admin/tenants/acme", "{\"origins\":[]}");
    assertThat(server.handshake("https://app.acme")).isEqualTo(403);
  }

  @Test
  void may_use_tokens_of_its_own_tenant_alone() throws Exception {
    server.addAcme();
    var blue = AcmeServer.ACME.replace("\"acme\"", "\"blue\"").replace("App.acme", "app.blue");
    server.operator("POST", "/v1/admin/tenants", blue);
    var origin = Map.of("Origin", "https://app.acme");
    assertThat(server.sync(AcmeServer.token("acme", "ann"), origin)).isEqualTo(200);
    assertThat(server.sync(AcmeServer.token("blue", "ann"), origin)).isEqualTo(401);
    assertThat(server.sync(AcmeServer.token("default", "ann"), origin)).isEqualTo(401);
    var everybody = Map.of("Origin", "https://everybody.example");
    assertThat(server.sync(AcmeServer.token("blue", "ann"), everybody)).isEqualTo(200);
  }

  @Test
  void of_a_tenants_origin_may_read_answers() throws Exception {
    server.addAcme();
    var headers =
        AcmeServer.bearer(AcmeServer.token("acme", "ann"), Map.of("Origin", "https://app.acme"));
    assertThat(
            server
                .call("GET", "/v1/sync", headers, null)
                .headers()
                .firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://app.acme");
  }
}
