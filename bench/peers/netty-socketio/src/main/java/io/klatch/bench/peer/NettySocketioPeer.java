package io.klatch.bench.peer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

/// `join {room}` is acknowledged; `say {room, text}` goes to the room as `said` with the text;
/// nothing is stored.
///
/// Settings are its best for this job: native epoll, WebSocket only, no compression, one worker per
/// core.
public final class NettySocketioPeer {

  private NettySocketioPeer() {}

  /// A `say` whose text is bytes; a map would get them as a string. They go to each member by
  /// itself: of a broadcast only the first gets them, because it empties the buffer all share.
  public static final class Bytes {
    public String room = "";
    public byte[] text = {};
  }

  /// Arguments: the port (without it, or with 0, a free one), and any of `polling` where clients
  /// may poll and `binary` where they say bytes.
  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    Configuration configuration = configuration(port == 0 ? freePort() : port);
    SocketIOServer server = new SocketIOServer(configuration);
    server.addEventListener(
        "join",
        Map.class,
        (client, data, ack) -> {
          client.joinRoom(text(data, "room"));
          ack.sendAckData("ok");
        });
    if (List.of(args).contains("binary")) {
      server.addEventListener(
          "say",
          Bytes.class,
          (_, data, _) ->
              server
                  .getRoomOperations(data.room)
                  .getClients()
                  .forEach(member -> member.sendEvent("said", data.text)));
    } else {
      server.addEventListener(
          "say",
          Map.class,
          (_, data, _) ->
              server.getRoomOperations(text(data, "room")).sendEvent("said", text(data, "text")));
    }
    server.start();
    System.out.println("netty-socketio ready on http://127.0.0.1:" + configuration.getPort());
  }

  private static Configuration configuration(int port) {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(port);
    configuration.setUseLinuxNativeEpoll(true);
    configuration.setTransports(Transport.WEBSOCKET);
    configuration.setWebsocketCompression(false);
    configuration.setHttpCompression(false);
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(Runtime.getRuntime().availableProcessors());
    configuration.getSocketConfig().setTcpNoDelay(true);
    configuration.getSocketConfig().setAcceptBackLog(4096);
    return configuration;
  }

  private static String text(Map<?, ?> data, String key) {
    return String.valueOf(data.get(key));
  }

  /// The library cannot say which port it got for 0.
  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
