package io.klatch.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void a_server_is_compared_with_node_and_the_floor_of_its_transport_in_the_same_round() {
    String table =
        report(
            broadcast("node", 1, 100),
            broadcast("floor/epoll", 1, 400),
            broadcast("floor/io_uring", 1, 800),
            broadcast("klatch/io_uring", 1, 300),
            broadcast("klatch/epoll", 1, 300) + "\tp99_us=12340\tallocated_per_delivery=41.7");
    assertThat(table)
        .contains("| node | 100 (100–100) | 1.00 | 25 % | 0.00 / 0.00 / 0.00 | 0 | 0.00 | – |")
        .contains(
            "| klatch/epoll | 300 (300–300) | 3.00 | 75 % | 0.00 / 12.34 / 0.00 | 0 | 0.00 | 42 |")
        .contains("| klatch/io_uring | 300 (300–300) | 3.00 | 38 % |");
  }

  @Test
  void a_ratio_is_the_median_of_the_rounds_own_so_that_a_machine_that_slows_down_does_not_show() {
    String table =
        report(
            broadcast("floor/epoll", 1, 1000),
            broadcast("klatch/epoll", 1, 900),
            broadcast("klatch/epoll", 2, 450),
            broadcast("floor/epoll", 2, 500),
            broadcast("floor/epoll", 3, 500),
            broadcast("klatch/epoll", 3, 950),
            broadcast("klatch/epoll", 4, 1));
    assertThat(table).contains("| klatch/epoll | 450 (1–950) | – | 90 % |");
  }

  @Test
  void every_shape_of_a_broadcast_has_a_table_and_yardsticks_of_its_own() {
    String table =
        report(
            "server=node\tmode=broadcast\tshape=500 clients\tdeliveries_per_s=100",
            "server=node\tmode=broadcast\tshape=2,000 clients\tdeliveries_per_s=50",
            "server=klatch/epoll\tmode=broadcast\tshape=500 clients\tdeliveries_per_s=300",
            "server=klatch/epoll\tmode=broadcast\tshape=2,000 clients\tdeliveries_per_s=200");
    assertThat(table.indexOf("| klatch/epoll | 300 (300–300) | 3.00 |"))
        .isBetween(table.indexOf("500 clients:"), table.indexOf("2,000 clients:"));
    assertThat(table.indexOf("| klatch/epoll | 200 (200–200) | 4.00 |"))
        .isGreaterThan(table.indexOf("2,000 clients:"));
  }

  @Test
  void pairs_are_compared_pair_by_pair_and_the_starts_say_how_sure_the_mean_is() {
    String start =
        "server=floor/epoll and klatch/epoll\tround=%d\tmode=pairs\tshape=500 clients\tfirst=%s\tsecond=%s\tfirst_cpu=10,10\tsecond_cpu=12,12\tload_cpu=0.5,0.75\tfirst_p50_us=4000,6000\tsecond_p50_us=5500,5500";
    String table =
        report(start.formatted(1, "1000,500", "900,450"), start.formatted(2, "400,100", "320,200"));
    assertThat(table)
        .contains("| start | pairs | floor/epoll, deliveries/s, median (range) | klatch/epoll |")
        .contains(
            "| 1 | 2 | 500 (500–1,000) | 450 (450–900) | 90.0 % (90–90.0 %) | 120.0 % | 0.75 | 0 |")
        .contains(
            "| 2 | 2 | 100 (100–400) | 200 (200–320) | 126.5 % (80–200.0 %) | 120.0 % | 0.75 | 0 |")
        .contains("| all | 4 | 400 (100–1,000) | 320 (200–900) | 106.7 % (80–200.0 %) |")
        .contains("Half of the deliveries within 4.00 and 5.50 ms, median of the turns.")
        .contains("over them 106.7 %, two standard errors 75.9 % to 150.0 %");
  }

  @Test
  void one_start_of_pairs_does_not_say_how_starts_differ() {
    assertThat(
            report(
                "server=a and b\tround=1\tmode=pairs\tshape=1\tfirst=2\tsecond=1\tfirst_cpu=2\tsecond_cpu=1\tload_cpu=1\tfirst_p50_us=1\tsecond_p50_us=1"))
        .contains("| 1 | 1 | 2 (2–2) | 1 (1–1) | 50.0 % (50–50.0 %) |")
        .contains("One start says nothing")
        .doesNotContain("| all |");
  }

  @Test
  void idle_memory_is_compared_with_node_at_the_same_number_of_clients() {
    String table =
        report(
            "server=node\tmode=memory\tclients=500\tbytes_per_connection=9000",
            "server=node\tmode=memory\tclients=2000\tbytes_per_connection=8000",
            "server=klatch/epoll\tmode=memory\tclients=2000\tbytes_per_connection=4000");
    assertThat(table).contains("| klatch/epoll | 2,000 | 4,000 (4,000–4,000) | 50 % |");
  }

  @Test
  void handshakes_are_compared_with_node_and_with_the_floor() {
    String table =
        report(
            "server=node\tmode=handshakes\thandshakes_per_s=1000",
            "server=floor/epoll\tmode=handshakes\thandshakes_per_s=8000",
            "server=klatch/epoll\tmode=handshakes\thandshakes_per_s=4000\tp99_us=5000");
    assertThat(table)
        .contains("| klatch/epoll | 4,000 (4,000–4,000) | 4.00 | 50 % | 0.00 / 5.00 / 0.00 |");
  }

  @Test
  void durable_sends_are_compared_with_store_and_floor_at_the_same_number_of_senders() {
    String table =
        report(
            "server=store alone\tmode=store\tsenders=1\tsends_per_s=1000",
            "server=klatch\tmode=durable\tsenders=1\tsends_per_s=950\terrors=2",
            "server=store alone\tmode=store\tsenders=16\tsends_per_s=4000",
            "server=klatch\tmode=durable\tsenders=16\tsends_per_s=3000",
            "server=floor\tmode=durable\tsenders=16\tsends_per_s=3200");
    assertThat(table)
        .contains("| 1 | klatch | 950 (950–950) | 95 % | – | 0.00 / 0.00 | 0.00 / 0.00 | 2 |")
        .contains("| 16 | klatch | 3,000 (3,000–3,000) | 75 % | 94 % |")
        .contains("| 16 | floor | 3,200 (3,200–3,200) | 80 % | 100 % |");
  }

  @Test
  void a_chat_has_a_row_for_each_thing_that_is_timed_beside_what_was_promised() {
    String table =
        report(
            "server=klatch\tmode=chat\tusers=1000\tgroup=10\tmessages_per_s=999.6\tack_p50_us=1000\tack_p99_us=5000\tack_p999_us=9000\tack_count=6000",
            "server=klatch\tmode=chat\tusers=1000\tgroup=10\tmessages_per_s=1000\tack_p50_us=1000\tack_p99_us=7000\tack_p999_us=9000\tack_count=6000");
    assertThat(table)
        .contains("1,000 users in groups of 10, 1,000 messages/s")
        .contains("| ack | 200 | 1.00 / 5.00 / 9.00 | 7.00 | 12,000 |");
  }

  @Test
  void what_a_change_costs_is_told_by_the_number_of_members() {
    String table =
        report(
            "server=klatch\tmode=members\tmembers=10\tmessage_rows=1",
            "server=klatch\tmode=members\tmembers=10000\tmessage_rows=1.003\tmessage_bytes=4096\tmessage_cpu_us=60\tmessage_p50_us=200\tmessage_p99_us=900");
    assertThat(table)
        .contains("| 10 | message | 1.00 |")
        .contains("| 10,000 | message | 1.00 | 4,096 | 60 | 0.20 / 0.90 | 0 |");
  }

  @Test
  void a_room_has_a_row_of_memory_and_rows_of_times_by_the_number_of_watchers() {
    String table =
        report(
            "server=klatch\tmode=rooms\twatchers=10\tbytes_per_watcher=9000\tupdate_max_us=100\tupdate_count=1",
            "server=klatch\tmode=rooms\twatchers=1000\tbytes_per_watcher=8000\theap_per_watcher=3000\tchanges_per_s=50\tupdates_per_s=50000\tupdate_p50_us=1500\tupdate_p99_us=9000\tupdate_p999_us=12000\tupdate_max_us=15000\tupdate_count=300000");
    assertThat(table)
        .contains("| 10 | 9,000 (9,000–9,000) |")
        .contains("| 1,000 | 8,000 (8,000–8,000) | 0 (0–0) | 3,000 (3,000–3,000) | 50 | 50,000 |")
        .contains("| 1,000 | until a watcher is told | 1.50 / 9.00 / 12.00 | 15.00 | 300,000 |");
  }

  @Test
  void without_the_server_to_compare_with_there_is_a_dash() {
    assertThat(report("server=klatch/nio\tmode=broadcast\tshape=500 clients\tdeliveries_per_s=300"))
        .contains("| klatch/nio | 300 (300–300) | – | – |");
  }

  private static String broadcast(String server, int round, int deliveries) {
    return "server=%s\tround=%d\tmode=broadcast\tshape=500 clients\tdeliveries_per_s=%d"
        .formatted(server, round, deliveries);
  }

  private static String report(String... lines) {
    List<Figures> figures = Stream.of(lines).map(Figures::parse).toList();
    return new Report(figures).markdown();
  }
}
