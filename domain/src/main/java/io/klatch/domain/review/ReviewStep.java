package io.klatch.domain.review;

import io.klatch.domain.safety.ReviewState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change of an item's state, as it is kept.
///
/// @param state the new one
/// @param by who changed it, where that is known
public record ReviewStep(
    ReviewState state, @Nullable String by, @Nullable String note, Instant at) {}
