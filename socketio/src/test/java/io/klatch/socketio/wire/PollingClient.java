package io.klatch.socketio.wire;

import io.klatch.socketio.wire.HttpWire.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// An Engine.IO client that polls: one connection for its GETs, one for its POSTs.
public final class PollingClient implements AutoCloseable {
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

  private final int port;
  private final String sid;
  private final HttpWire receiving;
  private final HttpWire sending;

  private PollingClient(int port, String sid, HttpWire receiving) {
    this.port = port;
    this.sid = sid;
    this.receiving = receiving;
    this.sending = HttpWire.connect(port);
  }

  public static PollingClient open(int port) {
    return open(port, "");
  }

  /// @param query more of it for the handshake, from its `&` on
  public static PollingClient open(int port, String query) {
    var wire = HttpWire.connect(port);
    return new PollingClient(port, sidOf(wire.get(target(query)).body()), wire);
  }

  public static String sidOf(String openPacket) {
    var match = SID.matcher(openPacket);
    if (!match.find()) {
      throw new AssertionError("no sid in " + openPacket);
    }
    return match.group(1);
  }

  private static String target(String more) {
    return "/socket.io/?EIO=4&transport=polling" + more;
  }

  /// Where this session is polled.
  public String target() {
    return target("&sid=" + sid);
  }

  public String sid() {
    return sid;
  }

  public Answer get() {
    startPoll();
    return finishPoll();
  }

  public void startPoll() {
    receiving.send("GET", target(), "");
  }

  public Answer finishPoll() {
    return receiving.receive();
  }

  /// The packets of one poll, which must succeed.
  public List<String> packets() {
    return packetsOf(get());
  }

  public static List<String> packetsOf(Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError("polled and got " + answer);
    }
    return List.of(answer.body().split("\u001e", -1));
  }

  /// Polls until that many packets have come.
  public List<String> packets(int count) {
    var all = new ArrayList<String>();
    while (all.size() < count) {
      all.addAll(packets());
    }
    return all;
  }

  public Answer post(String... packets) {
    startPost(packets);
    return finishPost();
  }

  public void startPost(String... packets) {
    sending.send("POST", target(), String.join("\u001e", packets));
  }

  public Answer finishPost() {
    return sending.receive();
  }

  /// A WebSocket with this session's id, which has not probed yet.
  public WsClient webSocket() {
    return WsClient.connect(port, "&sid=" + sid);
  }

  /// Upgrades as the protocol's document says.
  public WsClient upgrade() {
    var webSocket = webSocket();
    webSocket.send("2probe");
    if (!webSocket.text().equals("3probe")) {
      throw new AssertionError("no answer to the probe");
    }
    webSocket.send("5");
    return webSocket;
  }

  /// Cuts the connection on which it polls.
  public void abortPoll() {
    receiving.close();
  }

  @Override
  public void close() {
    receiving.close();
    sending.close();
  }
}
