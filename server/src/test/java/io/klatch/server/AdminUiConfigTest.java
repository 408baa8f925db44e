package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.server.config.ConfigException;
import io.klatch.socketio.admin.AdminAuth;
import io.klatch.socketio.admin.AdminMode;
import io.klatch.socketio.admin.AdminUiOptions;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminUiConfigTest {
  private static final String MODE = "socketio.admin-ui.mode";
  private static final String PASSWORD = "socketio.admin-ui.password";
  private static final String HASH = "$2b$10$heqvAkYMez.Va6Et2uXInOnkCT6/uQj1brkrbyG3LpopDklcq7ZOS";

  @TempDir Path folder;

  private @Nullable AdminUiOptions options(Map<String, String> settings) throws ConfigException {
    return TestConfig.in(folder, settings).adminUi();
  }

  @Test
  void it_is_off_unless_turned_on_whatever_the_password() throws ConfigException {
    assertThat(options(Map.of())).isNull();
    assertThat(options(Map.of(PASSWORD, HASH))).isNull();
  }

  @Test
  void it_cannot_be_turned_on_without_a_password() {
    assertThatThrownBy(() -> options(Map.of(MODE, "production")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("socketio.admin-ui.mode needs socketio.admin-ui.password")
        .hasMessageContaining("htpasswd");
  }

  @Test
  void a_password_that_is_no_hash_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> options(Map.of(MODE, "production", PASSWORD, "hunter2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "socketio.admin-ui.password cannot be used: the password is no bcrypt")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void with_one_it_is_as_configured_and_only_looks_unless_told_otherwise() throws ConfigException {
    assertThat(options(Map.of(MODE, "production", PASSWORD, HASH)))
        .satisfies(it -> {
          assertThat(it.mode()).isEqualTo(AdminMode.PRODUCTION);
          assertThat(it.readOnly()).isTrue();
          assertThat(it.auth()).isInstanceOf(AdminAuth.Basic.class);
        });
    var settings =
        Map.of(
            MODE,
            "development",
            PASSWORD,
            HASH,
            "socketio.admin-ui.read-only",
            "off",
            "socketio.admin-ui.sockets-max",
            "7",
            "socketio.admin-ui.updates-per-second-max",
            "9");
    assertThat(options(settings))
        .satisfies(it -> {
          assertThat(it.mode()).isEqualTo(AdminMode.DEVELOPMENT);
          assertThat(it.readOnly()).isFalse();
          assertThat(it.socketsMax()).isEqualTo(7);
          assertThat(it.updatesPerSecondMax()).isEqualTo(9);
        });
  }
}
