package io.klatch.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.server.config.ConfigException;
import io.klatch.server.config.ConfigFile;
import io.klatch.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  private static final AuthConfig NOTHING_CONFIGURED = AuthConfig.from(Settings.none());
  @TempDir Path folder;

  @Test
  void the_first_start_makes_a_secret_only_its_owner_can_read_and_the_next_finds_it()
      throws IOException {
    var first = open();
    assertThat(first.development()).isTrue();
    assertThat(first.bytes()).hasSizeGreaterThanOrEqualTo(32);
    assertThat(mode()).isEqualTo("rw-------");
    assertThat(open().bytes()).isEqualTo(first.bytes());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("secret"));
    }
  }

  @Test
  void two_folders_have_two_secrets() throws IOException {
    var other = Files.createDirectory(folder.resolve("other"));
    assertThat(SecretFile.open(NOTHING_CONFIGURED, other, new SecureRandom()).bytes())
        .isNotEqualTo(open().bytes());
  }

  @Test
  void a_secret_that_others_can_read_is_closed_to_them() throws IOException {
    open();
    Files.setPosixFilePermissions(
        folder.resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));
    open();
    assertThat(mode()).isEqualTo("rw-------");
  }

  @Test
  void a_damaged_secret_stops_the_start_and_is_not_replaced() throws IOException {
    Files.writeString(folder.resolve("secret"), "oops");
    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("damaged");
    assertThat(folder.resolve("secret")).hasContent("oops");
  }

  @Test
  void a_configured_secret_is_no_development_mode_and_writes_nothing() throws IOException {
    var config = configured("0123456789abcdefghijklmnopqrstuv");
    assertThat(SecretFile.open(config, folder, new SecureRandom()).development()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Tag("A1")
  @Test
  void empty_short_and_published_secrets_are_refused() {
    for (var secret :
        List.of(
            "",
            "   ",
            "secret",
            "changeme",
            "change_me_in_production",
            "a-string-secret-at-least-256-bits-long",
            "your-super-secret-jwt-token-with-at-least-32-characters-long",
            "0123456789abcdefghijklmnopqrstu",
            "a".repeat(64))) {
      var settings =
          new Settings(
              ConfigFile.NONE,
              Map.of("JWT_SECRET", secret),
              Map.of("JWT_SECRET", "auth.secret"),
              Map.of());
      var config = AuthConfig.from(settings);
      assertThat(config.toString())
          .isEqualTo(
              "AuthConfig[secret=***, serverKey=none, leeway=PT30S, tokenLifeMax=PT87600H, JwksConfig[ageMax=PT10M, refreshMin=PT10S], telegram=none]");
      assertThatThrownBy(settings::finish)
          .as(secret)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("auth.secret (KLATCH_SECRET, JWT_SECRET)");
    }
  }

  private SigningSecret open() throws IOException {
    return SecretFile.open(NOTHING_CONFIGURED, folder, new SecureRandom());
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secret")));
  }

  private static AuthConfig configured(String secret) {
    var environment = Map.of("KLATCH_AUTH_SECRET", secret);
    return AuthConfig.from(new Settings(ConfigFile.NONE, environment, Map.of(), Map.of()));
  }
}
