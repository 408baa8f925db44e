package io.klatch.domain.user;

import io.klatch.domain.kernel.UserKey;
import java.time.Instant;

/// A user a back end has told of.
public record User(UserKey key, UserProfile profile, Instant createdAt, Instant updatedAt) {}
