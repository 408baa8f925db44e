package io.klatch.domain.review;

import java.time.Instant;

/// Where something stands in the queue, which is the oldest first.
public record ReviewPlace(Instant createdAt, String id) {}
