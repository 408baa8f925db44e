package io.klatch.domain.typing;

import java.time.Duration;

/// The times and sizes of typing. Not for configuration: clients count on them.
public final class TypingRules {
  /// Who does not say it again by then has stopped.
  public static final Duration TIMEOUT = Duration.ofSeconds(6);

  /// Saying it again counts at most this often.
  public static final Duration REFRESH_MIN = Duration.ofSeconds(3);

  /// A conversation's line changes at most this often.
  public static final Duration PUSH_MIN = Duration.ofSeconds(1);

  /// Users named.
  public static final int SHOWN_MAX = 3;

  /// With more viewers nobody is named any more.
  public static final int NAMED_VIEWERS_MAX = 200;

  /// Users typing at one time on this server, some 100 MB; one more is refused.
  public static final int TYPISTS_MAX = 200_000;

  /// How long membership once seen is believed of who goes on typing.
  static final Duration MEMBER_FOR = Duration.ofSeconds(30);

  private TypingRules() {}
}
