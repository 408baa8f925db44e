package io.klatch.socketio;

/// How many namespaces clients can bring into being.
///
/// @param childrenMax of one pattern or predicate, where `ParentNamespace.childrenMax` does not say
///   otherwise; beyond it further names are refused as if they did not fit
public record NamespaceLimits(int childrenMax) {
  public NamespaceLimits {
    if (childrenMax < 1) {
      throw new IllegalArgumentException("childrenMax is " + childrenMax + ", at least 1");
    }
  }

  public static NamespaceLimits defaults() {
    return new NamespaceLimits(10_000);
  }
}
