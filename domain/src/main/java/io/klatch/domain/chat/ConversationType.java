package io.klatch.domain.chat;

import java.util.Locale;

/// `DIRECT` has exactly two members and is one per pair; `GROUP` has any number and may have a
/// title.
public enum ConversationType {
  DIRECT,
  GROUP;

  /// The type as clients and the store write it.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
