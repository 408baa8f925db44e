package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private final Map<String, Socket> sockets = new ConcurrentHashMap<>();
  private final Rooms rooms = new Rooms(sockets);
  private final Socket ann = socket("ann");
  private final Socket bob = socket("bob");

  /// Rooms look at nothing but who it is.
  @SuppressWarnings("NullAway")
  private static Socket socket(String id) {
    return new Socket(id, new Namespace("/", InMemoryAdapter::new, null), null, Json.emptyObject());
  }

  @Test
  void a_room_exists_while_somebody_is_in_it() {
    rooms.join("a", ann);
    rooms.join("a", bob);
    rooms.leave("a", ann);
    assertThat(rooms.count()).isEqualTo(1);
    assertThat(rooms.members("a")).containsExactly(bob);
    rooms.leave("a", bob);
    assertThat(rooms.count()).isZero();
    assertThat(rooms.members("a")).isEmpty();
  }

  @Test
  void leaving_where_one_is_not_changes_nothing() {
    rooms.join("a", ann);
    rooms.leave("a", bob);
    rooms.leave("b", bob);
    assertThat(rooms.members("a")).containsExactly(ann);
  }

  @Test
  void who_is_in_two_rooms_is_in_their_union_once() {
    rooms.join("a", ann);
    rooms.join("b", ann);
    rooms.join("b", bob);
    assertThat(rooms.membersOfAny(List.of("a", "b", "nowhere"))).containsExactly(ann, bob);
    assertThat(rooms.membersOfAny(List.of("a"))).containsExactly(ann);
  }

  @Test
  void a_socket_is_in_the_room_of_its_id_beside_others_that_join_it() {
    sockets.put("bob", bob);
    assertThat(rooms.members("bob")).containsExactly(bob);
    rooms.join("bob", ann);
    assertThat(rooms.members("bob")).containsExactlyInAnyOrder(ann, bob);
    sockets.remove("bob");
    assertThat(rooms.members("bob")).containsExactly(ann);
    assertThat(rooms.count()).isEqualTo(1);
  }

  @Test
  void members_are_those_of_the_moment_they_were_asked_for() {
    rooms.join("a", ann);
    var before = rooms.members("a");
    rooms.join("a", bob);
    assertThat(before).containsExactly(ann);
    assertThat(rooms.members("a")).containsExactly(ann, bob);
  }

  @Test
  void joining_and_leaving_at_once_neither_loses_a_member_nor_leaves_a_room_behind()
      throws InterruptedException, ExecutionException {
    int threads = 4;
    var start = new CyclicBarrier(threads);
    try (var executor = Executors.newFixedThreadPool(threads)) {
      var results = new ArrayList<Future<Boolean>>();
      for (int t = 0; t < threads; t++) {
        var socket = socket("s" + t);
        results.add(
            executor.submit(() -> {
              start.await();
              boolean present = true;
              for (int i = 0; i < 20_000; i++) {
                rooms.join("shared", socket);
                present &= rooms.members("shared").contains(socket);
                rooms.leave("shared", socket);
                present &= !rooms.members("shared").contains(socket);
              }
              return present;
            }));
      }
      for (var result : results) {
        assertThat(result.get()).isTrue();
      }
    }
    assertThat(rooms.count()).isZero();
  }
}
