package io.klatch.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What must be closed, closed in reverse order of its making; one part's fault does not keep the
/// others open. Guarded by itself: starting and stopping may meet when a signal comes early.
final class Lifetimes implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lifetimes.class);

  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean closed;

  private record Part(String name, AutoCloseable resource) {}

  /// Registers `resource`, and closes it at once when everything else is closed already.
  <T extends AutoCloseable> T add(String name, T resource) {
    synchronized (this) {
      if (!closed) {
        parts.push(new Part(name, resource));
        return resource;
      }
    }
    close(new Part(name, resource));
    return resource;
  }

  @Override
  public void close() {
    while (true) {
      Part part;
      synchronized (this) {
        closed = true;
        part = parts.poll();
      }
      if (part == null) {
        return;
      }
      close(part);
    }
  }

  private static void close(Part part) {
    try {
      part.resource().close();
      log.debug("closed part={}", part.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("interrupted while closing part={}", part.name());
    } catch (Exception e) {
      log.error("could not close part={}", part.name(), e);
    }
  }
}
