package io.klatch.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.klatch.server.config.ConfigFile.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void a_flag_wins_over_the_environment_and_that_over_the_file() {
    var file = ConfigFile.parse("f", List.of("http.port = 1", "a = file", "b = file"));
    var settings =
        new Settings(
            file,
            Map.of("KLATCH_HTTP_PORT", "2", "KLATCH_A", "environment"),
            Map.of(),
            Map.of("http.port", new Value("3", "--port")));
    assertThat(settings.integer("http.port", 0, 0, 9)).isEqualTo(3);
    assertThat(settings.text("a", "", "")).isEqualTo("environment");
    assertThat(settings.text("b", "", "")).isEqualTo("file");
  }

  @Tag("T21")
  @Test
  void a_name_other_systems_use_is_accepted_and_ours_wins_over_it() {
    var aliases = Map.of("PORT", "http.port");
    var both = Map.of("PORT", "5", "KLATCH_HTTP_PORT", "6");
    assertThat(with(Map.of("PORT", "5"), aliases).integer("http.port", 0, 0, 9)).isEqualTo(5);
    assertThat(with(both, aliases).integer("http.port", 0, 0, 9)).isEqualTo(6);
  }

  @Test
  void every_problem_is_reported_at_once_with_its_key_its_origin_and_what_is_allowed() {
    var file =
        ConfigFile.parse("f", List.of("n = many", "d = 90s", "io = fast", "typo = 1", "nonsense"));
    var settings = new Settings(file, Map.of("KLATCH_OTHER", "x"), Map.of(), Map.of());
    settings.integer("n", 1, 0, 9);
    settings.duration("d", Duration.ofSeconds(1), Duration.ZERO, Duration.ofMinutes(1));
    settings.choice("io", Thread.State.NEW);
    var refusal = catchThrowableOfType(ConfigException.class, settings::finish);
    assertThat(refusal.problems())
        .containsExactly(
            "f line 5 is not of the form key = value",
            "n is 'many' (f line 1), allowed: 0 to 9",
            "d is '90s' (f line 2), allowed: 0s to 1m",
            "io is 'fast' (f line 3), allowed: new, runnable, blocked, waiting, timed_waiting,"
                + " terminated",
            "unknown key typo (f line 4)",
            "unknown environment variable KLATCH_OTHER");
  }

  @Test
  void a_key_that_is_set_twice_is_a_mistake() {
    assertThat(ConfigFile.parse("f", List.of("a = 1", "a = 2")).problems())
        .containsExactly("a is set twice: f line 1 and f line 2");
  }

  @Test
  void a_file_that_is_not_there_is_a_problem_and_no_empty_configuration() {
    assertThat(ConfigFile.read(Path.of("nowhere.conf")).problems())
        .singleElement()
        .asString()
        .contains("nowhere.conf");
  }

  @Test
  void variables_of_the_launcher_are_none_of_the_servers() {
    assertThatCode(() -> with(Map.of("KLATCH_LAUNCHER_JAVA", "x", "HOME", "y"), Map.of()).finish())
        .doesNotThrowAnyException();
  }

  private static Settings with(Map<String, String> environment, Map<String, String> aliases) {
    return new Settings(ConfigFile.NONE, environment, aliases, Map.of());
  }
}
