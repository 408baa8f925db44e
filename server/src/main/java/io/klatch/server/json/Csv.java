package io.klatch.server.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lines of comma-separated values (RFC 4180) that are safe to open in a spreadsheet: it takes a
/// cell that begins with one of [#FORMULA] for a formula, so such a cell gets an apostrophe in
/// front.
final class Csv {
  /// Also in full width, which some spreadsheets take for the same.
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private Csv() {}

  /// With its end.
  ///
  /// @param cells null for an empty one
  static void add(StringBuilder out, List<@Nullable String> cells) {
    for (var i = 0; i < cells.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      var cell = cells.get(i);
      if (cell != null && !cell.isEmpty()) {
        add(out, cell);
      }
    }
    out.append("\r\n");
  }

  private static void add(StringBuilder out, String cell) {
    var safe = FORMULA.indexOf(cell.charAt(0)) < 0 ? cell : "'" + cell;
    if (safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
      out.append('"').append(safe.replace("\"", "\"\"")).append('"');
    } else {
      out.append(safe);
    }
  }
}
