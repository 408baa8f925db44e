package io.klatch.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.PacketLimits;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final JsonReader JSON = new JsonReader(PacketLimits.defaults());
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2, 2};

  private static String text(Json.Written written) {
    return new String(written.text(), UTF_8);
  }

  @Nested
  class Writing {
    @Test
    void puts_name_and_arguments_into_one_array() {
      var written = Json.writeArgs("hello", 1, "é", true, Map.of("a", List.of(1.5)));
      assertThat(text(written)).isEqualTo("[\"hello\",1,\"é\",true,{\"a\":[1.5]}]");
      assertThat(written.attachments()).isEmpty();
    }

    @Test
    void of_an_acknowledgement_has_no_name() {
      assertThat(text(Json.writeArgs(null))).isEqualTo("[]");
      assertThat(text(Json.writeArgs(null, 1))).isEqualTo("[1]");
    }

    @Test
    void takes_bytes_out_however_deep_they_are_and_keeps_the_array_itself() {
      record Picture(String name, byte[] bytes) {}
      var written = Json.writeArgs("e", ONE, Map.of("in", List.of(new Picture("p", TWO))));
      assertThat(text(written))
          .isEqualTo(
              "[\"e\",{\"_placeholder\":true,\"num\":0},"
                  + "{\"in\":[{\"name\":\"p\",\"bytes\":{\"_placeholder\":true,\"num\":1}}]}]");
      assertThat(written.attachments())
          .satisfiesExactly(
              first -> assertThat(first).isSameAs(ONE), second -> assertThat(second).isSameAs(TWO));
    }

    @Test
    void takes_at_most_ten_attachments() {
      var eleven = new Object[11];
      Arrays.setAll(eleven, i -> new byte[i]);
      assertThat(Json.writeArgs("e", Arrays.copyOf(eleven, 10)).attachments()).hasSize(10);
      assertThatThrownBy(() -> Json.writeArgs("e", eleven))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("11 attachments, at most 10");
    }

    @Test
    void makes_one_attachment_of_an_array_however_often_it_comes() {
      var written = Json.writeArgs("e", ONE, TWO, ONE, Map.of("again", ONE));
      assertThat(written.attachments()).containsExactly(ONE, TWO);
      assertThat(text(written))
          .endsWith(
              "{\"_placeholder\":true,\"num\":0},"
                  + "{\"again\":{\"_placeholder\":true,\"num\":0}}]");
    }

    @Test
    void refuses_what_is_no_json() {
      var self = new Object[1];
      self[0] = self;
      assertThatThrownBy(() -> Json.writeArgs("e", (Object) self))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class Reading {
    @Test
    void puts_attachments_where_their_placeholders_stand_without_copying_them()
        throws MalformedPacketException, IOException {
      var args =
          JSON.parseArgs(
              "[\"e\",{\"_placeholder\":true,\"num\":1},"
                  + "{\"deep\":[{\"num\":0,\"_placeholder\":true}]},{\"_placeholder\":true,\"num\":1}]",
              List.of(ONE, TWO));
      assertThat(args.get(1).binaryValue()).isSameAs(TWO);
      assertThat(args.get(2).at("/deep/0").binaryValue()).isSameAs(ONE);
      assertThat(args.get(3).binaryValue()).isSameAs(TWO);
    }

    @Test
    void leaves_a_placeholder_alone_where_there_are_no_attachments()
        throws MalformedPacketException {
      var args = JSON.parseArgs("[\"e\",{\"_placeholder\":true,\"num\":0}]", List.of());
      assertThat(args.get(1).get("num").intValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "\"true\"", "1", "null", "{}"})
    void takes_only_true_for_the_mark_of_a_placeholder(String mark)
        throws MalformedPacketException {
      var args = JSON.parseArgs("[{\"_placeholder\":" + mark + ",\"num\":0}]", List.of(ONE));
      assertThat(args.get(0).isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1", "0.5", "\"0\"", "\"splice\"", "null", "1e3", "4294967296"})
    void refuses_a_placeholder_of_no_attachment(String num) {
      assertRefused("[\"e\",{\"_placeholder\":true,\"num\":" + num + "}]");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "{}",
          "\"e\"",
          "null",
          "1",
          "[",
          "[1,",
          "[1,]",
          "[1]x",
          "[1][2]",
          "[NaN]",
          "['a']",
          "[01]",
          "[\"\u0001\"]",
          "[tru]",
          "[1] // no"
        })
    void refuses_what_is_not_one_array_and_nothing_else(String text) {
      assertRefused(text);
    }

    @Test
    void refuses_an_attachment_named_more_often_than_the_bytes_allow()
        throws MalformedPacketException {
      var blob = new byte[300_000];
      var placeholder = "{\"_placeholder\":true,\"num\":0}";
      assertThat(JSON.parseArgs("[" + (placeholder + ",").repeat(25) + "1]", List.of(blob)))
          .hasSize(26);
      assertThatThrownBy(
              () -> JSON.parseArgs("[" + (placeholder + ",").repeat(27) + "1]", List.of(blob)))
          .hasMessage("attachments named too often");
    }

    @Test
    void refuses_a_string_or_a_name_too_long() throws MalformedPacketException {
      assertThat(JSON.parseArgs("[\"" + "x".repeat(1_000_000) + "\"]", List.of())).hasSize(1);
      assertRefused("[\"" + "x".repeat(1_000_001) + "\"]");
      assertRefused("[{\"" + "x".repeat(1_000_001) + "\":1}]");
    }

    @Test
    void refuses_what_is_too_deep_for_a_stack() throws MalformedPacketException {
      assertThat(JSON.parseArgs("[".repeat(200) + "]".repeat(200), List.of(ONE))).hasSize(1);
      assertRefused("[".repeat(201) + "]".repeat(201));
      assertRefused("[".repeat(100_000));
    }

    @Test
    void refuses_a_number_too_long_to_be_meant() {
      assertRefused("[" + "9".repeat(10_000) + "]");
    }

    private static void assertRefused(String text) {
      assertThatThrownBy(() -> JSON.parseArgs(text, List.of(ONE)))
          .isInstanceOf(MalformedPacketException.class);
    }
  }
}
