package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTest {
  @TempDir private Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Nested
  class The_device_of_a_session {
    @Test
    @Tag("T14")
    void is_the_one_the_client_names() {
      try (var ann = server.client("ann").with("device_id", "phone")) {
        assertThat(device(ann)).isEqualTo("phone");
      }
    }

    @Test
    @Tag("T14")
    void is_the_one_of_the_token_whether_the_client_names_it_too_or_not() {
      try (var silent = server.client("ann#phone");
          var agreeing = server.client("ann#phone").with("device_id", "phone")) {
        assertThat(device(silent)).isEqualTo("phone");
        assertThat(device(agreeing)).isEqualTo("phone");
      }
    }

    @Test
    @Tag("T14")
    void is_the_servers_own_name_where_nobody_names_one_for_as_long_as_the_session_goes_on() {
      try (var ann = server.client("ann");
          var other = server.client("ann")) {
        var first = device(ann);
        ann.drop();
        assertThat(device(ann)).isEqualTo(first);
        assertThat(device(other)).isNotEqualTo(first).isNotEmpty();
      }
    }
  }

  @Nested
  class A_client_is_refused {
    @Test
    void that_names_another_device_than_its_token() {
      try (var ann = server.client("ann#phone").with("device_id", "laptop")) {
        assertThat(refusal(ann)).isEqualTo("user_mismatch");
      }
    }

    @Test
    void that_names_what_cannot_be_a_device() {
      for (var name : new String[] {"", "x".repeat(129), "a\nb"}) {
        try (var ann = server.client("ann").with("device_id", name)) {
          assertThat(refusal(ann)).isEqualTo("bad_request");
        }
      }
    }

    private String refusal(WireClient client) {
      var answer = client.connect();
      assertThat(answer.name()).isEqualTo("connect_error");
      assertThat(answer.first().get("message").stringValue()).startsWith("device_id");
      return answer.first().get("data").get("code").stringValue();
    }
  }

  @Nested
  class A_session {
    @Test
    @Tag("T14")
    void goes_on_with_its_own_device() {
      try (var phone = server.signedIn("ann#phone")) {
        phone.drop();
        assertThat(phone.signIn().get("recovered").booleanValue()).isTrue();
      }
    }

    @Test
    @Tag("T14")
    void does_not_go_on_with_another_device_of_the_same_user() {
      try (var phone = server.signedIn("ann#phone");
          var laptop = server.client("ann#laptop");
          var unnamed = server.client("ann")) {
        for (var thief : new WireClient[] {laptop, unnamed}) {
          var session = thief.claiming(phone.pid(), phone.offset()).signIn();
          assertThat(session.get("recovered").booleanValue()).isFalse();
          assertThat(session.get("resync").booleanValue()).isTrue();
          assertThat(thief.pid()).isNotEqualTo(phone.pid());
        }
        assertThat(phone.ask("sync:get", "{}").get("ok").booleanValue()).isTrue();
      }
    }
  }

  private static String device(WireClient client) {
    return client.signIn().get("device_id").stringValue();
  }
}
