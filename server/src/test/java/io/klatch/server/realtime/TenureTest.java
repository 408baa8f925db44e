package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How sockets end whose token is not good any more, as clients see it.
class TenureTest {
  @TempDir private Path folder;

  @Test
  @Tag("T16")
  void a_token_that_expires_closes_the_transport_without_a_disconnect_packet() {
    var expires = Instant.now().plusSeconds(2);
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann@" + expires.getEpochSecond());
        var bob = server.signedIn("bob")) {
      ann.untilClosed();
      assertThat(Instant.now()).isBetween(expires.minusSeconds(1), expires.plusSeconds(4));
      assertThat(ann.all("disconnect")).isEmpty();
      assertThat(bob.ask("sync:get", "{}").get("ok").booleanValue()).isTrue();
      assertThat(server.tenure.expired()).isEqualTo(1);
    }
  }

  @Test
  @Tag("A2")
  void tokens_taken_back_end_the_sockets_they_opened_with_a_disconnect_packet_and_no_others() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var phone = server.signedIn("ann");
        var twin = server.signedIn("acme/ann");
        var bob = server.signedIn("bob")) {
      server.tenure.end(TenantId.DEFAULT, it -> it.user().value().equals("ann"));
      ann.until("disconnect");
      phone.until("disconnect");
      ann.untilClosed();
      assertThat(twin.ask("sync:get", "{}").get("ok").booleanValue()).isTrue();
      assertThat(bob.ask("sync:get", "{}").get("ok").booleanValue()).isTrue();
      assertThat(server.tenure.revoked()).isEqualTo(2);
    }
  }

  @Test
  void a_token_taken_back_while_its_client_connects_ends_the_socket_as_well() {
    try (var server = new LiveServer(folder);
        var ann = server.client("ann")) {
      server.takenBack.add(new UserId("ann"));
      ann.connect();
      ann.until("disconnect");
    }
  }
}
