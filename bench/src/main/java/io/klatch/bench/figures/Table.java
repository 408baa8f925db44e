package io.klatch.bench.figures;

import java.util.ArrayList;
import java.util.List;

/// A table in Markdown.
final class Table {
  private final List<String> rows = new ArrayList<>();

  Table(String... columns) {
    row(columns);
    rows.add("|" + "---|".repeat(columns.length));
  }

  void row(String... cells) {
    rows.add("| " + String.join(" | ", cells) + " |");
  }

  @Override
  public String toString() {
    return String.join("\n", rows);
  }
}
