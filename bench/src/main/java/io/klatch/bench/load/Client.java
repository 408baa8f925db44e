package io.klatch.bench.load;

import io.klatch.bench.wire.Msgpack;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One Socket.IO client, as raw as it can be: packets are strings out, bytes in place in. How they
/// travel is the subclass's.
///
/// Confined to the event loop of its channel.
abstract class Client extends ChannelInboundHandlerAdapter {

  /// How packets are written.
  enum Parser {
    json(""),
    msgpack("&parser=msgpack");

    private final String query;

    Parser(String query) {
      this.query = query;
    }

    /// What asks Klatch for it; node has one parser for all.
    String query() {
      return query;
    }
  }

  /// What a load makes of its clients. Called on the event loop.
  interface Events {
    void connected(Client client);

    /// An event without attachments; `start` is where its JSON array begins. The bytes are valid
    /// during the call only.
    void event(Client client, ByteBuf bytes, int start, int length);

    /// The attachment of an event that has one, or the whole packet of an event in msgpack. The
    /// bytes are valid during the call only.
    default void attachment(Client client, ByteBuf bytes, int start, int length) {
      failed(client, "an attachment of " + length + " bytes");
    }

    void answered(Client client, int id, String json);

    /// The connection could not be made or was lost, or the server sent what it must not.
    void failed(Client client, String reason);
  }

  private final int number;
  private final Parser parser;
  private final String connectPacket;
  private final Events events;
  private final Channel channel;
  private long readAtNanos;
  private boolean leaving;

  /// @param auth the JSON sent with CONNECT, or nothing
  Client(int number, Parser parser, String auth, Channel channel, Events events) {
    this.number = number;
    this.parser = parser;
    this.connectPacket = "40" + auth;
    this.channel = channel;
    this.events = events;
  }

  abstract void send(String packet);

  /// An event and its one attachment.
  abstract void send(String packet, byte[] attachment);

  /// A packet in msgpack.
  abstract void send(byte[] packet);

  final Events events() {
    return events;
  }

  final int number() {
    return number;
  }

  final Channel channel() {
    return channel;
  }

  /// When the bytes of the packet at hand were read.
  final long readAtNanos() {
    return readAtNanos;
  }

  final void leave() {
    leaving = true;
    var _ = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    readAtNanos = System.nanoTime();
    read(context, message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail("connection lost");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause.toString());
  }

  abstract void read(ChannelHandlerContext context, Object message);

  final void packet(ByteBuf bytes, int start, int length) {
    switch (bytes.getByte(start)) {
      case '0' -> {
        opened(string(bytes, start + 1, length - 1));
        connect();
      }
      case '2' -> send("3");
      case '4' -> message(bytes, start, length);
      case '6' -> {
        // ends a poll
      }
      default -> fail("packet " + string(bytes, start, length));
    }
  }

  void opened(String json) {}

  final void binary(ByteBuf bytes, int start, int length) {
    int type = parser == Parser.msgpack ? Msgpack.type(bytes, start, length) : Msgpack.EVENT;
    switch (type) {
      case Msgpack.CONNECT -> events.connected(this);
      case Msgpack.EVENT -> events.attachment(this, bytes, start, length);
      case Msgpack.ACK -> events.answered(this, 0, "");
      default -> fail("refused: packet of type " + type);
    }
  }

  /// Tells of the first failure only: the others follow from it.
  final void fail(String reason) {
    if (!leaving) {
      leave();
      events.failed(this, reason);
    }
  }

  private void connect() {
    switch (parser) {
      case json -> send(connectPacket);
      case msgpack -> send(Msgpack.write(Map.of("type", Msgpack.CONNECT, "nsp", "/")));
    }
  }

  private void message(ByteBuf bytes, int start, int length) {
    switch (bytes.getByte(start + 1)) {
      case '0' -> events.connected(this);
      case '2' -> events.event(this, bytes, start + 2, length - 2);
      case '3' -> answer(string(bytes, start + 2, length - 2));
      case '5' -> {
        // its attachment follows and counts
      }
      default -> fail("refused: " + string(bytes, start, length));
    }
  }

  private void answer(String packet) {
    int json = packet.indexOf('[');
    events.answered(this, Integer.parseInt(packet.substring(0, json)), packet.substring(json));
  }

  private static String string(ByteBuf bytes, int start, int length) {
    return bytes.toString(start, length, StandardCharsets.UTF_8);
  }
}
