package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// docs/source-systems.md names the tests of each row of the source systems, as their tags say.
class SourceSystemsDocTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOC = ROOT.resolve("docs/source-systems.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([A-Z]\\d+) \\| (.+) \\| (.+) \\| (.+) \\|$");

  /// Annotations up to the name of what they are on.
  private static final Pattern TAGGED =
      Pattern.compile(
          "((?:@Tag\\(\"[A-Z]\\d+\"\\)\\s+)+)(?:@\\w+(?:\\([^)]*\\))?\\s+)*void (\\w+)\\(");

  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]\\d+)\"\\)");
  private static final Pattern END_TO_END =
      Pattern.compile("test\\(\\s*[\"`](.+?) (\\[[A-Z\\d, ]+])[\"`]");
  private static final Pattern ID = Pattern.compile("[A-Z]\\d+");

  @Test
  void names_the_tests_that_are_tagged_with_each_row() throws IOException {
    var tests = tests();
    var told = Files.readString(DOC);
    var made =
        ROW.matcher(told)
            .replaceAll(row ->
                Matcher.quoteReplacement(
                    "| %s | %s | %s | %s |"
                        .formatted(
                            row.group(1),
                            row.group(2),
                            row.group(3),
                            cell(tests.get(row.group(1))))));
    if (Boolean.getBoolean("sources.update")) {
      Files.writeString(DOC, made);
    }
    assertThat(Files.readString(DOC)).isEqualTo(made);
  }

  @Test
  void has_every_row_that_a_test_is_tagged_with() throws IOException {
    var rows = new TreeSet<String>();
    ROW.matcher(Files.readString(DOC)).results().forEach(row -> rows.add(row.group(1)));
    assertThat(rows).hasSizeGreaterThan(50).containsAll(tests().keySet());
  }

  private static String cell(@Nullable Set<String> tests) {
    return tests == null ? "–" : String.join(", ", tests);
  }

  /// Names of tests by row.
  private static Map<String, Set<String>> tests() throws IOException {
    var tests = new TreeMap<String, Set<String>>();
    for (var module : List.of("socketio", "domain", "server")) {
      for (var file : files(ROOT.resolve(module).resolve("src/test/java"), ".java")) {
        var name = file.getFileName().toString().replace(".java", "");
        TAGGED
            .matcher(Files.readString(file))
            .results()
            .forEach(test ->
                TAG.matcher(test.group(1))
                    .results()
                    .forEach(tag -> add(tests, tag.group(1), name + "." + test.group(2))));
      }
    }
    for (var file : files(ROOT.resolve("e2e/test"), ".mjs")) {
      END_TO_END
          .matcher(Files.readString(file))
          .results()
          .forEach(test ->
              ID.matcher(test.group(2))
                  .results()
                  .forEach(
                      id -> add(tests, id.group(), file.getFileName() + ": " + test.group(1))));
    }
    return tests;
  }

  private static void add(Map<String, Set<String>> tests, String row, String test) {
    tests.computeIfAbsent(row, _ -> new TreeSet<>()).add("`" + test + "`");
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
