package io.klatch.domain.presence;

/// A lease among those of all processes.
///
/// @param number unique in that life of the process
public record LeaseId(Node node, long number) {
  /// One life of one process: after a restart it is another.
  public record Node(String name, long epoch) {}
}
