package io.klatch.server.http;

import io.klatch.server.telemetry.Readiness;
import io.klatch.server.telemetry.Telemetry;
import java.util.Locale;
import java.util.stream.Collectors;

/// `/healthz` (the process answers), `/readyz` (send clients here), `/metrics`.
public final class HealthRoutes {
  private final Readiness readiness;
  private final Telemetry telemetry;

  public HealthRoutes(Readiness readiness, Telemetry telemetry) {
    this.readiness = readiness;
    this.telemetry = telemetry;
  }

  public void addTo(Router.Builder router) {
    router.get("/healthz", _ -> Response.text(200, "ok\n"));
    router.get("/readyz", _ -> ready());
    router.get("/metrics", _ -> metrics());
  }

  private Response ready() {
    var parts =
        readiness.parts().entrySet().stream()
            .map(part -> part.getKey() + ": " + (part.getValue() ? "ok" : "failing") + "\n")
            .collect(Collectors.joining());
    var phase = readiness.phase().name().toLowerCase(Locale.ROOT);
    return Response.text(readiness.ready() ? 200 : 503, phase + "\n" + parts);
  }

  private Response metrics() {
    return Response.text(200, telemetry.scrape()).with("Content-Type", Telemetry.CONTENT_TYPE);
  }
}
