package io.klatch.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The packaged server as a child process, started through the launcher. Confined to the test's
/// thread.
final class PackagedServer implements AutoCloseable {
  private static final Path LAUNCHER = Path.of("..", "klatch").toAbsolutePath().normalize();
  private static final Pattern READY = Pattern.compile("klatch .*ready on (http://\\S+)");
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);

  private final List<String> arguments;
  private final Path log;
  private Process process;
  private URI url;

  private PackagedServer(List<String> arguments, Path log) throws IOException {
    this.arguments = arguments;
    this.log = log;
    this.process = launch(0);
    this.url = ready();
  }

  static PackagedServer serve(Path folder) throws IOException {
    var data = folder.resolve("data").toString();
    return new PackagedServer(List.of("serve", "--data", data), folder.resolve("stderr.log"));
  }

  static PackagedServer conformanceServer(Path folder) throws IOException {
    // The suites' own timers are so short that a busy machine would break them.
    var patient =
        List.of("conformance-server", "--ping-interval", "25000", "--ping-timeout", "20000");
    return new PackagedServer(patient, folder.resolve("stderr.log"));
  }

  /// The library's features that chat has no event for.
  static PackagedServer featureServer(Path folder) throws IOException {
    var command = List.of("conformance-server", "--suite", "features");
    return new PackagedServer(command, folder.resolve("stderr.log"));
  }

  URI url() {
    return url;
  }

  /// Kills it as a power cut would and returns when it is gone.
  void kill9() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(ENDED_WITHIN)) {
      throw new IllegalStateException("still alive after SIGKILL");
    }
  }

  /// Starts it again on the same port and data.
  void startAgain() throws IOException {
    process = launch(url.getPort());
    url = ready();
  }

  /// A development token, signed with the secret that the server made.
  String token(String user) throws IOException {
    var secret = Files.readString(dataFolder().resolve("secret"), US_ASCII).strip();
    var expiry = Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
    var body =
        base64url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
            + "."
            + base64url("{\"sub\":\"%s\",\"exp\":%d}".formatted(user, expiry).getBytes(UTF_8));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(secret), "HmacSHA256"));
      return body + "." + base64url(mac.doFinal(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(ENDED_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
  }

  private Path dataFolder() {
    return Path.of(arguments.get(arguments.indexOf("--data") + 1));
  }

  private Process launch(int port) throws IOException {
    var command = new ArrayList<String>();
    command.add(LAUNCHER.toString());
    command.addAll(arguments);
    command.addAll(List.of("--port", Integer.toString(port)));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private URI ready() throws IOException {
    // Not closed: a child whose stdout is closed may fail when it writes there.
    BufferedReader lines = process.inputReader();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var match = READY.matcher(line);
      if (match.matches()) {
        var listening = URI.create(match.group(1));
        return URI.create("http://127.0.0.1:" + listening.getPort());
      }
    }
    throw new IOException("klatch ended before it was ready: " + Files.readString(log));
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
