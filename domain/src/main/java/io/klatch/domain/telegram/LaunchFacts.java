package io.klatch.domain.telegram;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What Telegram says of a launch.
///
/// @param id of this launch alone, however its text is written: letters and digits
/// @param at when the user opened the app, to the second
/// @param user Telegram's number
/// @param name one line, never empty, at most [#NAME_CHARACTERS_MAX] characters
/// @param picture of the user, `https`; null when there is none
public record LaunchFacts(String id, Instant at, long user, String name, @Nullable URI picture) {
  public static final int NAME_CHARACTERS_MAX = 200;

  /// As many as a profile may have.
  public static final int PICTURE_CHARACTERS_MAX = 2_000;
}
