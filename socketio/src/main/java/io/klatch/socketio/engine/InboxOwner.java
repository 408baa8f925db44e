package io.klatch.socketio.engine;

/// What a session's inbox tells it.
record InboxOwner(EngineSession session) implements Inbox.Owner {
  @Override
  public void full() {
    session.server.limitCounts().count(Limit.INBOX_PACKETS);
  }

  @Override
  public void pauseChanged() {
    session.pauseChanged();
  }

  @Override
  public void workFailed(Throwable fault) {
    session.failed(fault);
  }
}
