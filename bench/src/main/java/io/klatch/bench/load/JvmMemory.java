package io.klatch.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What Klatch holds in memory.
///
/// @param residentBytes of the process
/// @param heapBytes of live objects, and of those that died since the last garbage collection
record JvmMemory(long residentBytes, long heapBytes) {

  private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /// As it is behind a garbage collection.
  static JvmMemory collected(InetSocketAddress server, long pid)
      throws IOException, InterruptedException {
    TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
    new Jcmd(pid).collectGarbage();
    return now(server, pid);
  }

  static JvmMemory now(InetSocketAddress server, long pid)
      throws IOException, InterruptedException {
    return new JvmMemory(new ProcessFigures(pid).residentBytes(), heap(metrics(server)));
  }

  static long heap(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(HEAP))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String metrics(InetSocketAddress server) throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + server.getPort() + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(address + " answered " + answer.statusCode());
      }
      return answer.body();
    }
  }
}
