package io.klatch.domain.review;

import io.klatch.domain.safety.ReviewState;
import org.jspecify.annotations.Nullable;

/// Command: what an item is to become.
///
/// @param note null for none
/// @param lift whether what an appeal is against is taken away, too
public record Verdict(ReviewState state, @Nullable String note, boolean lift) {}
