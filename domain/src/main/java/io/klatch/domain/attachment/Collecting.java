package io.klatch.domain.attachment;

import java.time.InstantSource;

/// Takes away what no message has and no upload goes on with. First its row says that it goes, so
/// that no message can take it any more, then its bytes go, then the row; a crash between is made
/// good by a later round. Blocks.
public final class Collecting {
  /// Of one round.
  public static final int ROUND_MAX = 500;

  private final AttachmentStore store;
  private final Blobs blobs;
  private final InstantSource clock;

  public Collecting(AttachmentStore store, Blobs blobs, InstantSource clock) {
    this.store = store;
    this.blobs = blobs;
    this.clock = clock;
  }

  /// @return how many it took away
  public int round() {
    var due = store.collect(clock.instant(), ROUND_MAX);
    due.forEach(blobs::delete);
    if (!due.isEmpty()) {
      store.forget(due);
    }
    return due.size();
  }
}
