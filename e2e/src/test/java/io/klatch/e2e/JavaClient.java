package io.klatch.e2e;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.json.JSONException;
import org.json.JSONObject;

/// The stock Java client with a queue per event name, so that a test can wait for what comes.
///
/// Events arrive on the client library's thread; the queues hand them to the test's.
final class JavaClient implements AutoCloseable {
  private static final long WAIT_SECONDS = 15;

  private final Socket socket;
  private final Map<String, BlockingQueue<List<Object>>> received = new ConcurrentHashMap<>();

  private JavaClient(Socket socket) {
    this.socket = socket;
    for (var name : List.of(Socket.EVENT_CONNECT, Socket.EVENT_DISCONNECT, "connect_error")) {
      socket.on(name, args -> queue(name).add(List.of(args)));
    }
    socket.onAnyIncoming(
        args -> queue((String) args[0]).add(List.of(args).subList(1, args.length)));
  }

  /// Connects and waits for nothing.
  static JavaClient open(URI url, Map<String, String> auth, String... transports) {
    var options =
        IO.Options.builder()
            .setForceNew(true)
            .setAuth(auth)
            .setTransports(transports)
            .setReconnectionDelay(50)
            .setReconnectionDelayMax(300)
            .build();
    var client = new JavaClient(IO.socket(url, options));
    client.socket.connect();
    return client;
  }

  /// The arguments of the next event of that name which the test has not taken yet.
  List<Object> next(String event) throws InterruptedException, TimeoutException {
    var arguments = queue(event).poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (arguments == null) {
      throw new TimeoutException("no " + event + "; untaken events: " + received);
    }
    return arguments;
  }

  JSONObject nextObject(String event) throws InterruptedException, TimeoutException {
    return (JSONObject) next(event).getFirst();
  }

  boolean hasNext(String event) {
    return !queue(event).isEmpty();
  }

  /// Sends with an acknowledgement and waits for it.
  List<Object> ask(String event, Object... arguments) {
    var answer = new CompletableFuture<List<Object>>();
    Ack ack = args -> answer.complete(List.of(args));
    socket.emit(event, arguments, ack);
    return answer.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  JSONObject askObject(String event, JSONObject payload) {
    return (JSONObject) ask(event, payload).getFirst();
  }

  void emit(String event, Object... arguments) {
    socket.emit(event, arguments);
  }

  /// Answers an event of the server that asks for an acknowledgement with its own arguments.
  void acknowledge(String event) {
    socket.on(
        event,
        args -> {
          var ack = (Ack) args[args.length - 1];
          ack.call(Arrays.copyOf(args, args.length - 1));
        });
  }

  boolean connected() {
    return socket.connected();
  }

  String id() {
    return socket.id();
  }

  Manager manager() {
    return socket.io();
  }

  /// Tries again after a test has kept it from doing so by itself.
  void connectAgain() {
    socket.io().reconnection(true);
    socket.connect();
  }

  static JSONObject object(Object... keysAndValues) {
    try {
      var object = new JSONObject();
      for (int i = 0; i < keysAndValues.length; i += 2) {
        object.put((String) keysAndValues[i], keysAndValues[i + 1]);
      }
      return object;
    } catch (JSONException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    socket.disconnect();
  }

  private BlockingQueue<List<Object>> queue(String event) {
    return received.computeIfAbsent(event, _ -> new LinkedBlockingQueue<>());
  }
}
