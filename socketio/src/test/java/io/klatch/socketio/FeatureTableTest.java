package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Keeps the table of features in README.md true: each says which test shows it.
class FeatureTableTest {
  private static final int ROWS_MIN = 30;
  private static final Pattern NAME = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern ANSWER = Pattern.compile("(yes|no|a port|a flag)\\b.*");

  private record Row(String feature, List<String> cells) {
    String ours() {
      return cells.getLast();
    }

    boolean isOurs() {
      return !ours().startsWith("no") && !ours().startsWith("a flag");
    }
  }

  @Test
  void every_row_compares_all_three() throws IOException {
    assertThat(rows())
        .hasSizeGreaterThan(ROWS_MIN)
        .allSatisfy(row -> {
          assertThat(row.cells()).as(row.feature()).hasSize(4).noneMatch(String::isBlank);
          assertThat(row.ours()).as(row.feature()).matches(ANSWER);
        });
  }

  @Test
  void whatever_we_have_names_tests_that_exist() throws IOException {
    var tests = tests();
    assertThat(rows())
        .filteredOn(Row::isOurs)
        .allSatisfy(row -> assertNamesTests(row, row.ours(), tests));
  }

  @Test
  void every_reason_of_a_disconnect_names_tests_that_exist() throws IOException {
    var tests = tests();
    var rows = rows("Why a socket has ended");
    assertThat(rows)
        .extracting(Row::feature)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(DisconnectReason.values())
                .map(reason -> "`" + reason.wireName() + "`")
                .toList());
    assertThat(rows).allSatisfy(row -> assertNamesTests(row, row.cells().getLast(), tests));
  }

  private static void assertNamesTests(Row row, String cell, Map<String, String> tests) {
    var names = NAME.matcher(cell).results().toList();
    assertThat(names).as(row.feature()).isNotEmpty();
    for (var name : names) {
      assertThat(tests.getOrDefault(name.group(1), ""))
          .as("%s of the row: %s", name.group(), row.feature())
          .contains("void " + name.group(2) + "(");
    }
  }

  private static List<Row> rows() throws IOException {
    return rows("Features");
  }

  private static List<Row> rows(String title) throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    var section = readme.split("\n## " + title + "\n", 2)[1].split("\n## ", 2)[0];
    return section
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> List.of(line.substring(2, line.lastIndexOf(" |")).split(" \\| ", -1)))
        .map(cells -> new Row(cells.getFirst(), cells))
        .toList();
  }

  /// The text of each test class of this module by its name.
  private static Map<String, String> tests() throws IOException {
    try (var files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(FeatureTableTest::name, FeatureTableTest::read, (a, b) -> a + b));
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
