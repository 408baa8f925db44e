package io.klatch.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvTest {
  @Test
  void cells_are_separated_by_commas_and_lines_end_with_carriage_return_and_line_feed() {
    assertThat(line("a", null, "", "ä 1")).isEqualTo("a,,,ä 1\r\n");
  }

  @Test
  void a_cell_with_a_comma_a_quotation_mark_or_a_line_end_is_quoted() {
    assertThat(line("a,b", "say \"hi\"", "two\nlines", "two\r\nlines"))
        .isEqualTo("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"two\r\nlines\"\r\n");
  }

  @Test
  void a_cell_that_a_spreadsheet_would_take_for_a_formula_is_text() {
    for (var begin : List.of("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")) {
      assertThat(line(begin + "1")).isEqualTo("'" + begin + "1\r\n");
    }
    assertThat(line("=HYPERLINK(\"http://x\",\"y\")", "\r=1", "a=1"))
        .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",\"'\r=1\",a=1\r\n");
  }

  private static String line(@Nullable String... cells) {
    var out = new StringBuilder();
    Csv.add(out, Arrays.asList(cells));
    return out.toString();
  }
}
