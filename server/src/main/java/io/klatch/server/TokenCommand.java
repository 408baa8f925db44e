package io.klatch.server;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.auth.SecretFile;
import io.klatch.server.auth.TokenIssuer;
import io.klatch.server.config.ConfigException;
import io.klatch.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `klatch token`: prints one JWT that the server of the same configuration believes.
@Command(name = "token", description = "Prints a token for a server's data folder or secret.")
final class TokenCommand implements Callable<Integer> {
  private static final Duration LIFE_MAX = Duration.ofDays(3_650);

  @Option(
      names = "--user",
      paramLabel = "ID",
      required = true,
      description = "The user's id: 1 to 128 bytes")
  String user = "";

  @Option(names = "--name", paramLabel = "NAME", description = "Display name (default: the id)")
  @Nullable String name;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Tenant (default: default)")
  String tenant = TenantId.DEFAULT.value();

  @Option(names = "--role", paramLabel = "ROLE", description = "A role; may be repeated")
  Set<String> roles = new LinkedHashSet<>();

  @Option(names = "--feature", paramLabel = "FEATURE", description = "A feature; may be repeated")
  Set<String> features = new LinkedHashSet<>();

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "How long it is valid: 30s, 15m, 1h, 7d … (default: 1h)")
  String life = "1h";

  @Mixin final Flags flags = new Flags();

  @Override
  public Integer call() throws StartRefused {
    var identity = identity();
    try {
      var config = flags.read(Map.of(), Map.copyOf(System.getenv()));
      var secret = SecretFile.open(config.auth(), existing(config), new SecureRandom());
      System.out.println(new TokenIssuer(secret, Clock.systemUTC()).issue(identity));
      return 0;
    } catch (ConfigException e) {
      throw Flags.refused(e);
    } catch (IOException e) {
      throw new StartRefused("cannot use the secret in the data folder: " + e.getMessage(), e);
    }
  }

  private Identity identity() throws StartRefused {
    var expires = Clock.systemUTC().instant().plus(life()).truncatedTo(ChronoUnit.SECONDS);
    try {
      return new Identity(
          new TenantId(tenant),
          new UserId(user),
          name == null ? user : name,
          roles,
          features,
          UUID.randomUUID().toString(),
          expires);
    } catch (IllegalArgumentException e) {
      throw new StartRefused(String.valueOf(e.getMessage()), e);
    }
  }

  private Duration life() throws StartRefused {
    var parsed = Settings.parseDuration(life);
    if (parsed == null || !parsed.isPositive() || parsed.compareTo(LIFE_MAX) > 0) {
      throw new StartRefused(
          "--ttl is '" + life + "', allowed: 1s to 3650d, such as 15m, 1h or 7d");
    }
    return parsed;
  }

  /// A token of a secret nobody serves with would only puzzle; so the folder must have one.
  private static Path existing(ServerConfig config) throws StartRefused {
    if (config.auth().secret() == null && !Files.exists(config.data().resolve("secret"))) {
      throw new StartRefused(
          "no server was started with the data folder %s yet: start one with ./klatch serve --data %s,"
                  .formatted(config.data(), config.data())
              + " or name the folder of yours with --data");
    }
    return config.data();
  }
}
