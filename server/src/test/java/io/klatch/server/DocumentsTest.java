package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.config.ConfigException;
import io.klatch.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the documents say of the code, compared with the code.
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern PATH = Pattern.compile("[\\w.@-]+(/[\\w.@-]+)*/?");
  private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]\\w*");

  /// Names that look like classes of ours.
  private static final Set<String> FOREIGN = Set.of("ArchitectureTest", "Upgrade", "Connection");

  @Test
  void every_key_is_in_the_operations_page_with_its_default_and_range() throws IOException {
    var settings = Settings.none();
    var _ = ServerConfig.from(settings);
    var expected =
        settings.asked().stream()
            .map(each -> row(each.key(), each.byDefault(), each.allowed()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(expected).hasSizeGreaterThan(15);
    assertThat(rows(ROOT.resolve("docs/operations.md"))).isEqualTo(expected);
  }

  @Test
  void the_usual_configuration_is_valid() throws ConfigException {
    var settings = Settings.none();
    var config = ServerConfig.from(settings);
    settings.finish();
    assertThat(config.http().port()).isEqualTo(3_000);
  }

  @Test
  void every_path_and_class_that_the_architecture_names_exists() throws IOException {
    var names = QUOTED.matcher(Files.readString(ROOT.resolve("ARCHITECTURE.md"))).results();
    var classes = classes();
    var missing = new ArrayList<String>();
    var checked = 0;
    for (var name : (Iterable<String>) names.map(match -> match.group(1))::iterator) {
      if (CLASS.matcher(name).matches() && !FOREIGN.contains(name)) {
        checked++;
        if (!classes.contains(name)) {
          missing.add(name);
        }
      } else if (name.contains("/") && !name.startsWith("/") && PATH.matcher(name).matches()) {
        checked++;
        if (!Files.exists(ROOT.resolve(name))) {
          missing.add(name);
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(checked).isGreaterThan(40);
  }

  @Test
  void the_readme_can_be_read_in_one_sitting() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  private static Set<String> classes() throws IOException {
    var classes = new TreeSet<String>();
    for (var module : List.of("server", "domain", "socketio")) {
      for (var file : Sources.of(ROOT.resolve(module).resolve("src/main/java"))) {
        classes.add(file.getFileName().toString().replace(".java", ""));
      }
    }
    return classes;
  }

  /// The rows of the page's tables whose first cell is a key.
  private static Set<String> rows(Path page) throws IOException {
    var row = Pattern.compile("\\| `([a-z][a-z0-9.-]*)` \\| (.*?) \\| (.*?) \\|.*");
    return Files.readAllLines(page).stream()
        .map(row::matcher)
        .filter(match -> match.matches())
        .map(match -> row(match.group(1), match.group(2), match.group(3)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String row(String key, String byDefault, String allowed) {
    return "%s | %s | %s".formatted(key, byDefault, allowed);
  }
}
