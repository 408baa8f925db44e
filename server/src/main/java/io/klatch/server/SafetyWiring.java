package io.klatch.server;

import io.klatch.domain.chat.SendLimiter;
import io.klatch.domain.safety.BlockListener;
import io.klatch.domain.safety.Blocking;
import io.klatch.domain.safety.Reporting;
import io.klatch.domain.safety.Retention;
import io.klatch.domain.tenant.Tenants;
import io.klatch.server.api.BlockApi;
import io.klatch.server.api.ReportApi;
import io.klatch.server.api.ReviewApi;
import io.klatch.server.delivery.RetentionNews;
import io.klatch.server.http.Router;
import io.klatch.server.realtime.Commands;
import io.klatch.server.realtime.SafetyCommands;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.ReportRoutes;
import io.klatch.server.rest.SafetyRoutes;
import io.klatch.server.threads.Beat;
import java.time.Duration;

/// What users do to be left alone, and to get help.
final class SafetyWiring {
  /// A round is bounded, and soon over where there is nothing to do.
  private static final Duration RETENTION_EVERY = Duration.ofSeconds(10);

  private final BlockApi blocks;
  private final ReportApi reports;
  private final ReviewApi reviews;

  /// @param presence hides the two from each other
  SafetyWiring(Core core, SendLimiter limiter, BlockListener presence) {
    BlockListener listener =
        (owner, user, blocked) -> {
          if (blocked) {
            core.typing().hide(owner.tenant(), owner.user(), user);
          }
          presence.changed(owner, user, blocked);
        };
    var blocking = new Blocking(core.store().blocks(), limiter, core.commits(), listener);
    blocks = new BlockApi(blocking, core.meters());
    var reporting =
        new Reporting(core.store().reports(), core.allowances(), core.random(), core.clock());
    reports = new ReportApi(reporting, core.meters());
    reviews = new ReviewApi(reporting);
  }

  /// Old messages are removed from now on.
  static void startRetention(Core core, Tenants tenants) {
    var news = new RetentionNews(core.whisper(), core.arrivals());
    var retention =
        new Retention(core.store().retention(), tenants::retentionDays, news, core.clock());
    Meters.of(retention, core.meters());
    core.lifetimes().add("retention", new Beat("retention", RETENTION_EVERY, retention::round));
  }

  Commands commands() {
    return new SafetyCommands(blocks, reports);
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new SafetyRoutes(blocks, callers).addTo(router);
    new ReportRoutes(reports, reviews, callers).addTo(router);
  }
}
