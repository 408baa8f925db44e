package io.klatch.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.packet.EnginePacket;
import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.PacketLimits;
import io.klatch.socketio.packet.PollingPayload;
import io.klatch.socketio.packet.SocketPacket;
import io.klatch.socketio.packet.SocketPacketCodec;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What holds of any packet, any tree and any input.
class PropertiesTest {
  private static final PacketLimits LIMITS = PacketLimits.defaults();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonReader JSON = new JsonReader(LIMITS);

  @Provide
  Arbitrary<SocketPacket> events() {
    var types =
        Arbitraries.of(
            SocketPacket.Type.EVENT,
            SocketPacket.Type.BINARY_EVENT,
            SocketPacket.Type.ACK,
            SocketPacket.Type.BINARY_ACK);
    var namespaces =
        Arbitraries.strings()
            .excludeChars(',', '?')
            .ofMaxLength(LIMITS.namespaceCharsMax() - 1)
            .map(name -> "/" + name);
    var ackIds = Arbitraries.longs().between(0, SocketPacket.ACK_ID_MAX);
    var attachments = Arbitraries.integers().between(1, LIMITS.attachmentsMax());
    var payloads = Arbitraries.strings().map(text -> "[" + text);
    return Combinators.combine(types, namespaces, ackIds, attachments, payloads)
        .as((type, namespace, ackId, count, payload) ->
            new SocketPacket(type, namespace, ackId, type.binary() ? count : 0, payload));
  }

  @Property
  void any_packet_reads_back_as_it_was_written(@ForAll("events") SocketPacket packet)
      throws MalformedPacketException {
    var header =
        SocketPacketCodec.header(
            packet.type(), packet.namespace(), packet.ackId(), packet.attachments());
    assertThat(SocketPacketCodec.decode(header + packet.payload(), LIMITS)).isEqualTo(packet);
  }

  /// Trees of everything that JSON has; with bytes, of which there may be ten.
  @Provide
  Arbitrary<JsonNode> trees() {
    var bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
    return treesOf(Arbitraries.oneOf(plain(), bytes.map(NODES::binaryNode)));
  }

  @Provide
  Arbitrary<JsonNode> plainTrees() {
    return treesOf(plain());
  }

  private static Arbitrary<JsonNode> plain() {
    return Arbitraries.oneOf(
        Arbitraries.just(NODES.nullNode()),
        Arbitraries.of(true, false).map(NODES::booleanNode),
        Arbitraries.integers().map(NODES::numberNode),
        Arbitraries.longs().filter(value -> value != (int) (long) value).map(NODES::numberNode),
        Arbitraries.doubles().filter(value -> value % 1 != 0).map(NODES::numberNode),
        Arbitraries.strings().map(NODES::stringNode));
  }

  private static Arbitrary<JsonNode> treesOf(Arbitrary<JsonNode> leaves) {
    return Arbitraries.lazyOf(
        () -> leaves,
        () -> leaves,
        () -> treesOf(leaves).list().ofMaxSize(4).map(PropertiesTest::array),
        () ->
            Combinators.combine(Arbitraries.strings(), treesOf(leaves))
                .as((name, value) -> (JsonNode) NODES.objectNode().set(name, value)));
  }

  private static JsonNode array(List<JsonNode> elements) {
    return NODES.arrayNode().addAll(elements);
  }

  @Property
  void any_tree_with_its_bytes_goes_through_json(@ForAll("trees") JsonNode tree)
      throws MalformedPacketException {
    Json.Written written;
    try {
      written = Json.writeArgs("event", tree);
    } catch (IllegalArgumentException tooMany) {
      assertThat(tooMany).hasMessageEndingWith("attachments, at most 10");
      return;
    }
    var read = JSON.parseArgs(new String(written.text(), UTF_8), written.attachments());
    assertThat(read.get(1)).isEqualTo(tree);
  }

  @Property
  void any_tree_with_its_bytes_goes_through_msgpack(@ForAll("trees") JsonNode tree)
      throws MalformedPacketException {
    assertThat(MsgpackReader.read(MsgpackWriter.write(tree), LIMITS)).isEqualTo(tree);
  }

  /// What one client sends in JSON reaches another in msgpack as it was.
  @Property
  void any_event_is_the_same_in_both_parsers(@ForAll("plainTrees") JsonNode tree)
      throws MalformedPacketException {
    var message = MsgpackWire.event(Wire.event("/a", 7, "event", tree));
    var read = new MsgpackPacketReader(LIMITS).binary(message.binaries().getFirst());
    var args = NODES.arrayNode().add("event").add(tree);
    assertThat(read).isEqualTo(new Packet(SocketPacket.Type.EVENT, "/a", 7, args));
  }

  @Provide
  Arbitrary<List<EnginePacket>> payloads() {
    var texts = Arbitraries.strings().excludeChars(PollingPayload.SEPARATOR);
    Arbitrary<EnginePacket> packets =
        Arbitraries.oneOf(
            texts.map(EnginePacket.Text::new),
            texts.map(EnginePacket.Ping::new),
            texts.map(EnginePacket.Pong::new),
            Arbitraries.just(new EnginePacket.Close()),
            Arbitraries.just(new EnginePacket.Upgrade()),
            Arbitraries.just(new EnginePacket.Noop()));
    return packets.list().ofMinSize(1).ofMaxSize(20);
  }

  @Property
  void any_polling_payload_reads_back(@ForAll("payloads") List<EnginePacket> packets)
      throws MalformedPacketException {
    assertThat(PollingPayload.decode(PollingPayload.encode(packets))).isEqualTo(packets);
  }

  @Property
  void any_bytes_go_through_polling(@ForAll byte[] bytes) throws MalformedPacketException {
    var read = PollingPayload.decode("b" + Base64.getEncoder().encodeToString(bytes)).getFirst();
    assertThat(((EnginePacket.Binary) read).data()).isEqualTo(bytes);
  }

  /// Digits, brackets and quotes in any order come further than any characters at all.
  @Provide
  Arbitrary<String> nearlyPackets() {
    var near =
        Arbitraries.strings().withChars("0123456789-/,[]{}\"\\u_:.e\u001eb ").ofMaxLength(60);
    return Arbitraries.oneOf(Arbitraries.strings(), near, near.map(text -> "2[" + text));
  }

  /// `Fuzzed` says what may come of it.
  @Property(tries = 5_000)
  void any_text_is_read_or_refused(@ForAll("nearlyPackets") String text) {
    Fuzzed.engine(text);
    Fuzzed.json(text, new byte[] {1});
  }

  @Property(tries = 5_000)
  void any_bytes_are_read_or_refused(@ForAll byte[] bytes) {
    Fuzzed.msgpack(bytes);
  }

  @Property
  void any_string_can_be_emitted(@ForAll String text) throws MalformedPacketException {
    var written = Json.writeArgs("event", text);
    ArrayNode read = JSON.parseArgs(new String(written.text(), UTF_8), List.of());
    assertThat(read.get(1).stringValue()).isEqualTo(text);
  }
}
