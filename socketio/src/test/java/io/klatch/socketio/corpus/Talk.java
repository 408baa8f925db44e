package io.klatch.socketio.corpus;

import io.klatch.socketio.corpus.Case.Msgpack;
import io.klatch.socketio.corpus.Case.Packets;
import java.util.List;
import java.util.function.Predicate;

/// What a client with a malformed packet says besides, in its parser's form; bytes are `byte[]`,
/// and in what comes back each is a character.
///
/// @param query of its handshake, from the `&` on
/// @param joined whether it connects to the namespace `/` first
/// @param connect that
/// @param ask what shows that it is still served
/// @param isAnswer what it is told then
record Talk(
    String query,
    boolean joined,
    List<Object> packets,
    Object connect,
    Object ask,
    Predicate<String> isAnswer) {
  private static final String STILL_THERE = "still there?";

  static Talk of(Packets packets) {
    boolean joined = packets.joined();
    return new Talk(
        "",
        joined,
        packets.packets(),
        "40",
        joined ? "42987[\"message-with-ack\",\"" + STILL_THERE + "\"]" : "40/custom,",
        packet ->
            joined
                ? packet.equals("43987[\"" + STILL_THERE + "\"]")
                : packet.startsWith("42/custom,[\"auth\""));
  }

  static Talk of(Msgpack input) {
    boolean joined = input.joined();
    return new Talk(
        "&parser=msgpack",
        joined,
        List.of(input.packet()),
        MsgpackCases.connect(),
        joined ? MsgpackCases.ask(STILL_THERE) : MsgpackCases.connectCustom(),
        packet ->
            joined
                ? packet.contains(STILL_THERE)
                : packet.contains("auth") && packet.contains("/custom"));
  }
}
