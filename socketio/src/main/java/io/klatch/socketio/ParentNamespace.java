package io.klatch.socketio;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// All namespaces whose names fit a pattern or pass a predicate. Each comes into being when a
/// client first connects to it, with the guards and listeners registered here by then.
public final class ParentNamespace extends NamespaceSetup<ParentNamespace> {
  private static final Logger log = LoggerFactory.getLogger(ParentNamespace.class);

  private final NamespacePredicate predicate;
  private final Set<Namespace> children = ConcurrentHashMap.newKeySet();

  /// Clients choose the names, so there must be an end.
  private volatile int childrenMax;

  private volatile boolean cleanup;

  ParentNamespace(NamespacePredicate predicate, int childrenMax) {
    this.predicate = predicate;
    this.childrenMax = childrenMax;
  }

  @Override
  ParentNamespace self() {
    return this;
  }

  /// Whether a child goes when its last socket goes; false unless said otherwise, as in the
  /// reference.
  public ParentNamespace cleanupEmptyChildren(boolean newCleanup) {
    cleanup = newCleanup;
    return this;
  }

  /// Beyond so many, as in `NamespaceLimits` unless said otherwise, further names are refused as if
  /// they did not fit.
  public ParentNamespace childrenMax(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("childrenMax is " + max + ", at least 1");
    }
    childrenMax = max;
    return this;
  }

  /// The namespaces that have come into being, live.
  public Collection<Namespace> children() {
    return Collections.unmodifiableCollection(children);
  }

  /// Emits to every socket of every child.
  public void emit(String event, @Nullable Object... args) {
    children.forEach(child -> child.emit(event, args));
  }

  boolean cleansUp() {
    return cleanup;
  }

  boolean allows(String name, ObjectNode auth) {
    try {
      return predicate.allows(name, auth);
    } catch (RuntimeException fault) {
      log.error("predicate of namespaces failed", fault);
      return false;
    }
  }

  boolean isFull() {
    return children.size() >= childrenMax;
  }

  Namespace newChild(String name, Adapter.Factory adapters) {
    var child = new Namespace(name, adapters, this);
    children.add(child);
    return child;
  }

  void forget(Namespace child) {
    children.remove(child);
    child.adapter().close();
  }
}
