package io.klatch.socketio;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A server's namespaces by name, and where new ones come from. May be used from any thread.
final class Namespaces {
  private final Adapter.Factory adapters;
  private final Map<String, Namespace> byName = new ConcurrentHashMap<>();
  private final List<ParentNamespace> parents = new CopyOnWriteArrayList<>();
  private final List<Consumer<Namespace>> newListeners = new CopyOnWriteArrayList<>();

  private volatile @Nullable ServerObserver observer;

  Namespaces(Adapter.Factory adapters) {
    this.adapters = adapters;
  }

  Namespace of(String name) {
    return byName.computeIfAbsent(name, it -> observed(new Namespace(it, adapters, null)));
  }

  @Nullable Namespace find(String name) {
    return byName.get(name);
  }

  Collection<Namespace> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /// Those that there are, and those to come.
  void observe(@Nullable ServerObserver newObserver) {
    observer = newObserver;
    byName.values().forEach(namespace -> namespace.observe(newObserver));
  }

  private Namespace observed(Namespace namespace) {
    namespace.observe(observer);
    return namespace;
  }

  ParentNamespace add(ParentNamespace parent) {
    parents.add(parent);
    return parent;
  }

  void onNew(Consumer<Namespace> listener) {
    newListeners.add(listener);
  }

  /// The namespace a client asks for, which stays until `leave`; null if there is none and none may
  /// come into being.
  @Nullable Namespace enter(String name, ObjectNode auth) {
    var known = byName.get(name);
    if (known != null && known.parent() == null) {
      return known;
    }
    var there =
        byName.computeIfPresent(
            name,
            (_, namespace) -> {
              namespace.enter();
              return namespace;
            });
    return there == null ? enterNew(name, auth) : there;
  }

  private @Nullable Namespace enterNew(String name, ObjectNode auth) {
    for (var parent : parents) {
      if (!parent.allows(name, auth)) {
        continue;
      }
      if (parent.isFull()) {
        return null;
      }
      var made = new boolean[1];
      var namespace =
          byName.compute(
              name,
              (_, there) -> {
                made[0] = there == null;
                var entered = there == null ? observed(parent.newChild(name, adapters)) : there;
                entered.enter();
                return entered;
              });
      if (made[0]) {
        newListeners.forEach(listener -> listener.accept(namespace));
      }
      return namespace;
    }
    return null;
  }

  /// A socket has left, or was refused.
  void leave(Namespace namespace) {
    var parent = namespace.parent();
    if (parent == null) {
      return;
    }
    var left =
        byName.computeIfPresent(
            namespace.name(),
            (_, there) ->
                there == namespace && there.exit() == 0 && parent.cleansUp() ? null : there);
    if (left == null) {
      parent.forget(namespace);
    }
  }
}
