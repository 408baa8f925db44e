package io.klatch.server.http;

import io.klatch.server.config.Settings;
import io.klatch.socketio.engine.Access;
import io.klatch.socketio.engine.AddressLimits;
import io.klatch.socketio.engine.Cors;
import io.klatch.socketio.engine.Origins;
import io.klatch.socketio.engine.TrustedProxies;
import java.util.List;

/// Who may connect, as configured.
public final class AccessSettings {
  private AccessSettings() {}

  public static Access from(Settings settings) {
    var usual = Access.defaults();
    var access =
        usual
            .withOrigins(
                settings.words(
                    "http.origins",
                    usual.origins().toString(),
                    "same, *, or origins such as https://app.example.com, separated by commas",
                    Origins::of))
            .withProxies(
                settings.words(
                    "http.trusted-proxies",
                    usual.proxies().toString(),
                    "none, or addresses such as 10.0.0.7 and blocks such as 10.0.0.0/8, separated by"
                        + " commas",
                    AccessSettings::proxies))
            .withAddresses(addresses(settings));
    var cors = settings.choice("http.cors", usual.cors());
    if (cors == Cors.WITH_CREDENTIALS && access.origins().any()) {
      settings.problem("http.cors is with_credentials, which must not go with http.origins = *");
      return access;
    }
    return access.withCors(cors);
  }

  private static AddressLimits addresses(Settings settings) {
    var usual = AddressLimits.defaults();
    return new AddressLimits(
        settings.integer(
            "limits.sessions-per-address", usual.sessionsPerAddressMax(), 1, 10_000_000),
        settings.integer(
            "limits.handshakes-per-address-and-second",
            usual.handshakesPerAddressAndSecond(),
            1,
            10_000_000));
  }

  private static TrustedProxies proxies(List<String> words) {
    return words.equals(List.of("none")) ? TrustedProxies.none() : TrustedProxies.of(words);
  }
}
