package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;
import static io.klatch.server.storage.StoreFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.room.NewRoom;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomRules;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first source system's sample queries find what they look for.
class SourceTablesTest {
  @TempDir private Path folder;

  @Test
  @Tag("R18")
  void the_sample_queries_of_the_first_source_system_are_answered() {
    try (var fixture = new StoreFixture(folder)) {
      var store = fixture.store.rooms(_ -> {});
      var terms = RoomRules.defaults().seeds().getFirst().terms();
      store.seed(
          ANN.tenant(),
          List.of(
              new NewRoom(
                  ANN.tenant(),
                  "General",
                  null,
                  terms,
                  new ConversationId("r1"),
                  StoreFixture.NOW,
                  null)));
      var ann = new RoomActor(ANN, "Ann", Role.MEMBER);
      var bob = new RoomActor(BOB, "Bob", Role.MEMBER);
      for (var each : List.of(ann, bob)) {
        var _ = store.join(each, new RoomId(1), RoomMode.VIEWER);
      }
      var _ = store.leave(ann, new RoomId(1));

      assertThat(read(fixture, "SELECT * FROM main_rooms WHERE is_active = true", "name"))
          .containsExactly("General");
      assertThat(
              read(
                  fixture,
                  "SELECT * FROM room_participants WHERE room_id = 1 AND left_at IS NULL",
                  "user_id"))
          .containsExactly("bob");
      assertThat(
              read(
                  fixture,
                  "SELECT * FROM room_events WHERE room_id = 1 ORDER BY created_at DESC LIMIT 20",
                  "kind"))
          .containsExactlyInAnyOrder("leave", "join", "join");
    }
  }

  private static List<String> read(StoreFixture fixture, String sql, String column) {
    return fixture
        .store
        .readers()
        .read("a sample query", statements -> all(statements, sql, column));
  }

  private static List<String> all(Statements statements, String sql, String column)
      throws SQLException {
    var found = new ArrayList<String>();
    try (var select = statements.connection().createStatement();
        var rows = select.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(column));
      }
    }
    return found;
  }
}
