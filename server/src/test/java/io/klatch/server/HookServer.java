package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// A tenant's back end: answers as it is told to and remembers what it was told.
final class HookServer implements AutoCloseable {
  static final Answer TAKEN = new Answer(204, "");
  private static final long WAIT_MS = 20_000;

  final List<Told> told = new CopyOnWriteArrayList<>();
  volatile Function<Told, Answer> answers = _ -> TAKEN;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  /// A request.
  record Told(String path, String signature, String body) {
    JsonNode json() {
      return BackEndServer.JSON.readTree(body);
    }

    String type() {
      return json().get("type").stringValue();
    }

    JsonNode data() {
      return json().get("data");
    }

    String text() {
      return data().path("text").asString();
    }
  }

  record Answer(int status, String body) {}

  HookServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /// The texts of the messages it took, in the order it was told.
  List<String> texts() {
    return told.stream().filter(it -> it.type().equals("message.new")).map(Told::text).toList();
  }

  void awaitTold(int count) throws Exception {
    await("told " + count + " times", () -> told.size() >= count);
  }

  void await(String what, Callable<Boolean> done) throws Exception {
    var end = System.nanoTime() + WAIT_MS * 1_000_000;
    while (!done.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited for: " + what + "; told: " + told);
      }
      Thread.sleep(5);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var signature = exchange.getRequestHeaders().getFirst("Klatch-Signature");
      var request = new Told(exchange.getRequestURI().getPath(), signature, body);
      var answer = answers.apply(request);
      if (answer.status() / 100 == 2) {
        told.add(request);
      }
      if (answer.status() / 100 == 3) {
        exchange.getResponseHeaders().set("Location", answer.body());
      }
      var bytes = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
