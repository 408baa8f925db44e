package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivacyTest {
  @TempDir private Path folder;

  /// Row C4 of docs/source-systems.md.
  @Nested
  class C4_the_controls_of_receipts_and_typing {
    @Test
    void show_everything_until_the_user_chooses() {
      try (var server = new LiveServer(folder);
          var ann = server.signedIn("ann")) {
        assertThat(ann.ask("privacy:get", "{}"))
            .hasToString(
                "{\"ok\":true,\"read_receipts\":true,\"typing\":true,\"last_seen\":true,"
                    + "\"reciprocal\":false}");
      }
    }

    @Test
    void are_kept_of_each_user_and_outlive_the_server() {
      try (var server = new LiveServer(folder);
          var ann = server.signedIn("ann")) {
        ann.ask("privacy:get", "{}");
        ann.ask("privacy:set", "{\"typing\":false}");
        ann.ask("privacy:set", "{\"read_receipts\":false}");
        assertThat(typing(ann)).isFalse();
      }
      try (var server = new LiveServer(folder);
          var ann = server.signedIn("ann");
          var namesake = server.signedIn("other/ann")) {
        assertThat(typing(ann)).isFalse();
        assertThat(typing(namesake)).isTrue();
      }
    }

    @Test
    void are_told_to_all_devices_of_the_user_and_to_nobody_else() {
      try (var server = new LiveServer(folder);
          var phone = server.signedIn("ann");
          var laptop = server.signedIn("ann");
          var bob = server.signedIn("bob")) {
        phone.ask("privacy:set", "{\"reciprocal\":true}");
        var told = laptop.nth(1, "privacy:update").first();
        assertThat(told.get("reciprocal").booleanValue()).isTrue();
        bob.ask("privacy:get", "{}");
        assertThat(bob.all("privacy:update")).isEmpty();
      }
    }

    @Test
    void are_refused_by_name_when_they_are_neither_true_nor_false() {
      try (var server = new LiveServer(folder);
          var ann = server.signedIn("ann")) {
        var refusal = ann.ask("privacy:set", "{\"last_seen\":\"no\"}");
        assertThat(refusal.get("code").stringValue()).isEqualTo("bad_request");
        assertThat(refusal.get("message").stringValue())
            .isEqualTo("last_seen must be true or false");
      }
    }

    private static boolean typing(WireClient client) {
      return client.ask("privacy:get", "{}").get("typing").booleanValue();
    }
  }
}
