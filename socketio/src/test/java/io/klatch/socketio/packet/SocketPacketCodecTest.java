package io.klatch.socketio.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketPacketCodecTest {
  private static final long NONE = SocketPacket.NO_ACK;
  private static final PacketLimits LIMITS = PacketLimits.defaults();

  private static SocketPacket packet(
      SocketPacket.Type type,
      String namespace,
      long ackId,
      int attachments,
      @Nullable String payload) {
    return new SocketPacket(type, namespace, ackId, attachments, payload);
  }

  private static void assertDecodes(String text, SocketPacket packet)
      throws MalformedPacketException {
    assertThat(SocketPacketCodec.decode(text, LIMITS)).isEqualTo(packet);
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> SocketPacketCodec.decode(text, LIMITS))
        .as(text)
        .isInstanceOf(MalformedPacketException.class);
  }

  @Nested
  class A_packet {
    @Test
    void of_the_main_namespace_names_none() throws MalformedPacketException {
      assertDecodes("0", packet(SocketPacket.Type.CONNECT, "/", NONE, 0, null));
      assertDecodes("0{\"t\":1}", packet(SocketPacket.Type.CONNECT, "/", NONE, 0, "{\"t\":1}"));
      assertDecodes("1", packet(SocketPacket.Type.DISCONNECT, "/", NONE, 0, null));
      assertDecodes("2[\"a\",1]", packet(SocketPacket.Type.EVENT, "/", NONE, 0, "[\"a\",1]"));
    }

    @Test
    void may_name_a_namespace_with_or_without_its_comma() throws MalformedPacketException {
      assertDecodes("0/admin,{}", packet(SocketPacket.Type.CONNECT, "/admin", NONE, 0, "{}"));
      assertDecodes("0/admin,", packet(SocketPacket.Type.CONNECT, "/admin", NONE, 0, null));
      assertDecodes("0/admin", packet(SocketPacket.Type.CONNECT, "/admin", NONE, 0, null));
      assertDecodes("1/admin,", packet(SocketPacket.Type.DISCONNECT, "/admin", NONE, 0, null));
    }

    @Test
    void loses_the_query_that_some_clients_append_to_the_namespace()
        throws MalformedPacketException {
      assertDecodes("0/admin?token=1,", packet(SocketPacket.Type.CONNECT, "/admin", NONE, 0, null));
    }

    @Test
    void may_carry_an_acknowledgement_id() throws MalformedPacketException {
      assertDecodes("212[\"a\"]", packet(SocketPacket.Type.EVENT, "/", 12, 0, "[\"a\"]"));
      assertDecodes("3/admin,456[]", packet(SocketPacket.Type.ACK, "/admin", 456, 0, "[]"));
      assertDecodes(
          "2/admin,9007199254740991[\"a\"]",
          packet(SocketPacket.Type.EVENT, "/admin", SocketPacket.ACK_ID_MAX, 0, "[\"a\"]"));
    }

    @Test
    void may_announce_one_to_ten_attachments() throws MalformedPacketException {
      assertDecodes("51-[\"a\"]", packet(SocketPacket.Type.BINARY_EVENT, "/", NONE, 1, "[\"a\"]"));
      assertDecodes(
          "510-/x,7[\"a\"]", packet(SocketPacket.Type.BINARY_EVENT, "/x", 7, 10, "[\"a\"]"));
      assertDecodes("61-7[]", packet(SocketPacket.Type.BINARY_ACK, "/", 7, 1, "[]"));
    }

    @Test
    void keeps_its_json_unread() throws MalformedPacketException {
      assertDecodes("2[\"a\",", packet(SocketPacket.Type.EVENT, "/", NONE, 0, "[\"a\","));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "abc",
        "-",
        "4{\"message\":\"x\"}", // no type a client sends
        "2",
        "2/admin,",
        "212", // an event of nothing
        "3[]",
        "3/admin,[]",
        "312", // an answer to nothing, or of nothing
        "01{}",
        "1{}",
        "112",
        "1/admin,x", // parts that have no place there
        "5[\"a\"]",
        "5-[\"a\"]",
        "50-[\"a\"]",
        "511-[\"a\"]",
        "51000000000-[\"a\"]",
        "51.5-[\"a\"]",
        "5-1-[\"a\"]",
        "5x-[\"a\"]",
        "5 1-[\"a\"]",
        "6[]",
        "60-1[]",
        "29007199254740992[\"a\"]",
        "299999999999999999999[\"a\"]"
      })
  void what_does_not_fit_is_refused(String text) {
    assertRefused(text);
  }

  @Test
  void a_namespace_is_at_most_256_characters_long() throws MalformedPacketException {
    var longest = "/" + "n".repeat(LIMITS.namespaceCharsMax() - 1);
    assertDecodes("0" + longest + ",", packet(SocketPacket.Type.CONNECT, longest, NONE, 0, null));
    assertRefused("0" + longest + "n,");
  }

  @Test
  void a_header_reads_back_as_what_was_written() throws MalformedPacketException {
    assertThat(SocketPacketCodec.header(SocketPacket.Type.EVENT, "/", NONE, 0)).isEqualTo("2");
    assertThat(SocketPacketCodec.header(SocketPacket.Type.BINARY_EVENT, "/", NONE, 2))
        .isEqualTo("52-");
    assertThat(SocketPacketCodec.header(SocketPacket.Type.CONNECT, "/admin", NONE, 0))
        .isEqualTo("0/admin,");
    var header = SocketPacketCodec.header(SocketPacket.Type.BINARY_ACK, "/admin", 789, 2);
    assertThat(header).isEqualTo("62-/admin,789");
    assertDecodes(header + "[]", packet(SocketPacket.Type.BINARY_ACK, "/admin", 789, 2, "[]"));
  }
}
