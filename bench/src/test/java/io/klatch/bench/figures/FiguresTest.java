package io.klatch.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void a_line_is_read_back_as_it_was_written() {
    Figures figures =
        Figures.empty().with("mode", "durable").with("senders", 16).with("p50_us", 12.345);
    assertThat(figures.line()).isEqualTo("mode=durable\tsenders=16\tp50_us=12.35");
    assertThat(Figures.parse(figures.line())).isEqualTo(figures);
  }
}
