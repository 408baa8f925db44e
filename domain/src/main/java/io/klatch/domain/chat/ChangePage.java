package io.klatch.domain.chat;

import java.util.List;

/// Changes in rising number.
///
/// @param hasMore whether there are later ones
public record ChangePage(List<Change> changes, boolean hasMore) {
  public ChangePage {
    changes = List.copyOf(changes);
  }
}
