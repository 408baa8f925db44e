package io.klatch.domain.presence;

import io.klatch.domain.kernel.UserId;
import java.util.List;
import java.util.Set;

/// How users are here.
public sealed interface LookResult {
  /// @param views of all who were asked for, in that order
  /// @param visible those the viewer may know of
  record Found(List<PresenceView> views, Set<UserId> visible) implements LookResult {}

  record Unavailable() implements LookResult {}
}
