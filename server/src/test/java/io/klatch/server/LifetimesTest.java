package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimesTest {
  private final List<String> closed = new ArrayList<>();
  private final Lifetimes lifetimes = new Lifetimes();

  @Test
  void parts_are_closed_once_in_reverse_also_behind_one_that_fails() {
    add("first");
    lifetimes.add(
        "second",
        () -> {
          throw new IllegalStateException("on purpose");
        });
    add("third");
    lifetimes.close();
    lifetimes.close();
    assertThat(closed).containsExactly("third", "first");
  }

  @Test
  void what_is_made_after_the_end_is_closed_at_once() {
    lifetimes.close();
    add("late");
    assertThat(closed).containsExactly("late");
  }

  private void add(String name) {
    var _ = lifetimes.add(name, (AutoCloseable) () -> closed.add(name));
  }
}
