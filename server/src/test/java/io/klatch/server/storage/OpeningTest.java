package io.klatch.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
  @TempDir private Path folder;

  @Test
  void a_folder_in_use_is_refused_and_is_free_after_closing() {
    var first = new StoreFixture(folder);
    assertThatThrownBy(() -> new StoreFixture(folder))
        .isInstanceOf(StoreException.class)
        .hasMessage("the data folder " + folder + " is in use by another Klatch server");
    first.close();
    new StoreFixture(folder).close();
  }

  @Test
  void a_file_that_is_no_database_is_refused_in_one_sentence_and_left_alone() throws IOException {
    var file = folder.resolve("klatch.db");
    Files.writeString(file, "this is not a database, and long enough to look at. ".repeat(100));
    assertThatThrownBy(() -> new StoreFixture(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file + " is damaged or not a Klatch database");
    assertThat(file).content().startsWith("this is not a database");
  }

  @Test
  void a_database_of_a_newer_klatch_is_refused_in_one_sentence() throws Exception {
    new StoreFixture(folder).close();
    try (var connection = DriverManager.getConnection(SqlDialect.url(folder.resolve("klatch.db")));
        var statement = connection.createStatement()) {
      statement.execute("update flyway_schema_history set version = '99' where version = '1'");
    }
    assertThatThrownBy(() -> new StoreFixture(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(
            "has schema version 99 and this Klatch knows versions up to " + Schema.VERSION);
  }

  @Test
  void a_folder_that_cannot_be_made_is_refused_in_one_sentence() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new StoreFixture(file.resolve("data")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the data folder " + file.resolve("data") + " cannot be used");
  }

  @Test
  void what_a_refused_start_held_is_free_again() throws IOException {
    var file = folder.resolve("klatch.db");
    Files.writeString(file, "garbage ".repeat(1_000));
    assertThatThrownBy(() -> new StoreFixture(folder)).isInstanceOf(StoreException.class);
    Files.delete(file);
    new StoreFixture(folder).close();
  }

  @Test
  void two_databases_have_different_epochs() {
    try (var one = new StoreFixture(folder.resolve("one"));
        var two = new StoreFixture(folder.resolve("two"))) {
      assertThat(one.store.log().epoch()).isNotEqualTo(two.store.log().epoch());
    }
  }

  @Test
  void the_known_version_is_that_of_the_last_script() {
    var scripts = Objects.requireNonNull(Schema.class.getResource("migration")).getPath();
    var last =
        Arrays.stream(Objects.requireNonNull(Path.of(scripts).toFile().list()))
            .mapToInt(it -> Integer.parseInt(it.substring(1, it.indexOf("__"))))
            .max();
    assertThat(last).hasValue(Schema.VERSION);
  }
}
