package io.klatch.domain.event;

import io.klatch.domain.kernel.TenantId;
import java.util.List;

/// Port: the log as a follower of one tenant reads it. Blocks.
@FunctionalInterface
public interface TenantLog {
  /// The tenant's entries after `after` up to and with `upTo`, by rising position; what became of
  /// them since shows.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when the store cannot do it now
  List<LogEvent> between(TenantId tenant, LogPosition after, LogPosition upTo);
}
