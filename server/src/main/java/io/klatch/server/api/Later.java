package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Takes a `message:send` that is to be sent later.
@FunctionalInterface
interface Later {
  /// Null for one that is to be sent now.
  @Nullable Reply send(Identity caller, @Nullable JsonNode payload);
}
