package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;

/// What went wrong: how often, and what was first, from which the others may follow.
///
/// Confined to the crowd's loop.
final class Errors {
  private long count;
  private String first = "";

  static Errors sum(Errors one, Errors other) {
    var sum = new Errors();
    sum.add(one.count, one.first);
    sum.add(other.count, other.first);
    return sum;
  }

  void add(String what) {
    add(1, what);
  }

  void add(long times, String what) {
    if (count == 0) {
      first = what;
    }
    count += times;
  }

  void add(Client client, String what) {
    add("client " + client.number() + ": " + what);
  }

  /// Empty when there was none.
  String first() {
    return first;
  }

  Figures in(Figures figures) {
    return figures.with("errors", count).with("first_error", first);
  }
}
