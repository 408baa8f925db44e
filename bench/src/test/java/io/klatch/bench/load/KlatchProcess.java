package io.klatch.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `klatch serve` as a process of its own, which it must be for its memory and time to be measured.
final class KlatchProcess implements AutoCloseable {
  private static final String READY = "klatch ready on ";

  private final Process process;
  private final InetSocketAddress address;

  private KlatchProcess(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /// @param folder for its data and, as `klatch.conf`, the settings
  static KlatchProcess start(Path folder, List<String> settings) throws IOException {
    var config = Files.write(folder.resolve("klatch.conf"), settings);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path", ""),
                "io.klatch.server.Main",
                "serve",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--config",
                config.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new KlatchProcess(process, address(process));
  }

  /// Of its first line, or its end.
  private static InetSocketAddress address(Process process) throws IOException {
    var out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    String line = new BufferedReader(out).readLine();
    if (line == null || !line.startsWith(READY)) {
      var _ = process.destroyForcibly();
      throw new IOException("klatch serve said: " + line);
    }
    int port = URI.create(line.substring(READY.length())).getPort();
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  InetSocketAddress address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    var _ = process.destroyForcibly();
    var _ = process.onExit().join();
  }
}
