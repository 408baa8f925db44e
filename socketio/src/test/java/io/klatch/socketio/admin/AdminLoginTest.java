package io.klatch.socketio.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.wire.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

class AdminLoginTest {
  /// Of the README of `@socket.io/admin-ui`; the password is `changeit`.
  private static final String PUBLISHED =
      "$2b$10$heqvAkYMez.Va6Et2uXInOnkCT6/uQj1brkrbyG3LpopDklcq7ZOS";

  private static final String REFUSED = "44/admin,{\"message\":\"invalid credentials\"}";

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<AdminUi> installed = new AtomicReference<>();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private TestServer start() {
    return start(new AdminAuth.Basic("admin", quick("secret")));
  }

  private TestServer start(AdminAuth auth) {
    return TestServer.sockets(server ->
        installed.set(AdminUi.install(server, AdminUiOptions.production(auth), executor)));
  }

  private static String quick(String password) {
    return BCrypt.hashpw(password, BCrypt.gensalt(4));
  }

  @Test
  void who_knows_name_and_password_gets_in_and_a_session_id_for_the_next_time() {
    try (var server = start();
        var first = Administrator.login(server.port(), "admin", "secret")) {
      var session = first.next("session").getFirst().asString();
      assertThat(session).hasSize(32);
      try (var again =
          Administrator.connect(server.port(), "{\"sessionId\":\"" + session + "\"}")) {
        assertThat(again.answer()).startsWith("40/admin,{\"sid\":");
        assertThat(again.namesUntil("config")).containsExactly("config");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"username\":\"admin\",\"password\":\"wrong\"}",
        "{\"username\":\"Admin\",\"password\":\"secret\"}",
        "{\"username\":\"admin\"}",
        "{\"password\":\"secret\"}",
        "{\"username\":\"admin\",\"password\":7}",
        "{\"username\":[\"admin\"],\"password\":[\"secret\"]}",
        "{\"sessionId\":\"1234\"}",
        "{\"sessionId\":true}",
        "{\"sessionId\":\"\",\"username\":\"\",\"password\":\"\"}"
      })
  void who_does_not_is_refused_in_the_reference_s_words(String auth) {
    try (var server = start();
        var stranger = Administrator.connect(server.port(), auth)) {
      assertThat(stranger.answer()).isEqualTo(REFUSED);
      assertThat(installed.get().loginsRefused()).isEqualTo(1);
    }
  }

  @Test
  void a_hash_that_the_reference_takes_is_taken() {
    try (var server = start(new AdminAuth.Basic("admin", PUBLISHED));
        var admin = Administrator.login(server.port(), "admin", "changeit")) {
      assertThat(admin.answer()).startsWith("40/admin,{\"sid\":");
    }
  }

  @Test
  void nobody_is_asked_where_that_was_said() {
    try (var server = start(new AdminAuth.None());
        var anybody = Administrator.connect(server.port(), "")) {
      assertThat(anybody.namesUntil("config")).containsExactly("config");
    }
  }

  @Test
  void after_ten_failures_of_an_address_even_the_right_password_has_to_wait() {
    try (var server = start()) {
      for (int i = 0; i < LoginThrottle.TRIES_MAX; i++) {
        try (var guess = Administrator.login(server.port(), "admin", "guess" + i)) {
          assertThat(guess.answer()).isEqualTo(REFUSED);
        }
      }
      try (var admin = Administrator.login(server.port(), "admin", "secret")) {
        assertThat(admin.answer()).isEqualTo("44/admin,{\"message\":\"" + Login.TOO_OFTEN + "\"}");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$2b$10$short",
        "$1$10$heqvAkYMez.Va6Et2uXInOnkCT6/uQj1brkrbyG3LpopDklcq7ZOS",
        "$2b$31$heqvAkYMez.Va6Et2uXInOnkCT6/uQj1brkrbyG3LpopDklcq7ZOS"
      })
  void a_password_that_is_no_usable_hash_is_refused_at_the_start(String hash) {
    assertThatThrownBy(() -> new AdminAuth.Basic("admin", hash))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "the password is no bcrypt hash; make one .*|the password's cost is 31.*");
  }

  @Nested
  class The_throttle {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final LoginThrottle throttle = new LoginThrottle(now::get);

    @Test
    void lets_an_address_try_again_after_a_minute_and_others_meanwhile() {
      for (int i = 0; i < LoginThrottle.TRIES_MAX; i++) {
        assertThat(throttle.admits("10.0.0.1")).isTrue();
      }
      assertThat(throttle.admits("10.0.0.1")).isFalse();
      assertThat(throttle.admits("10.0.0.2")).isTrue();
      now.set(Instant.EPOCH.plus(LoginThrottle.WINDOW));
      assertThat(throttle.admits("10.0.0.1")).isTrue();
    }

    @Test
    void forgets_failures_at_a_success() {
      for (int i = 0; i < 5 * LoginThrottle.TRIES_MAX; i++) {
        assertThat(throttle.admits("10.0.0.1")).isTrue();
        throttle.succeeded("10.0.0.1");
      }
    }
  }

  @Nested
  class Sessions {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InMemoryAdminSessions sessions =
        new InMemoryAdminSessions(2, Duration.ofHours(1), now::get);

    @Test
    void end_with_their_lifetime() {
      sessions.add("a");
      now.set(Instant.EPOCH.plusSeconds(3_599));
      assertThat(sessions.knows("a")).isTrue();
      now.set(Instant.EPOCH.plusSeconds(3_600));
      assertThat(sessions.knows("a")).isFalse();
    }

    @Test
    void are_bounded_and_the_oldest_is_forgotten_first() {
      sessions.add("a");
      sessions.add("b");
      sessions.add("c");
      assertThat(sessions.knows("a")).isFalse();
      assertThat(sessions.knows("b")).isTrue();
      assertThat(sessions.knows("c")).isTrue();
    }
  }
}
