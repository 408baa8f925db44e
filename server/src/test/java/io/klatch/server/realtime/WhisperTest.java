package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.delivery.Whisper.Whispered;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class WhisperTest {
  @TempDir private Path folder;

  @Test
  void reaches_every_socket_of_the_users_it_is_for_in_their_tenant_and_nobody_else() {
    try (var server = new LiveServer(folder);
        var phone = server.signedIn("ann");
        var laptop = server.signedIn("ann");
        var bob = server.signedIn("bob");
        var foreign = server.signedIn("other/ann")) {
      server.whisper.toUsers(TenantId.DEFAULT, Set.of(new UserId("ann")), event("told", 1));
      assertThat(phone.nth(1, "told").first().get("n").intValue()).isEqualTo(1);
      assertThat(laptop.nth(1, "told").first().get("n").intValue()).isEqualTo(1);
      bob.ask("sync:get", "{}");
      foreign.ask("sync:get", "{}");
      assertThat(bob.all("told")).isEmpty();
      assertThat(foreign.all("told")).isEmpty();
    }
  }

  @Test
  void leaves_the_offset_of_a_client_as_it_was() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      ann.ask("conversation:create", "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}");
      ann.nth(1, "conversation:new");
      var before = ann.offset();
      server.whisper.toUsers(TenantId.DEFAULT, Set.of(new UserId("ann")), event("told", 1));
      ann.nth(1, "told");
      assertThat(ann.offset()).isNotNull().isEqualTo(before);
    }
  }

  private static Whispered event(String name, int n) {
    return new Whispered(name, JsonNodeFactory.instance.objectNode().put("n", n), false);
  }
}
