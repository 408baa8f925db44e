package io.klatch.domain.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is to be different about a scheduled message; null stays as it is.
///
/// @param sendAt makes one that was refused wait again
public record ScheduleChange(@Nullable String text, @Nullable Instant sendAt) {}
