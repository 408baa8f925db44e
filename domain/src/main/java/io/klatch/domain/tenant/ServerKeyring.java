package io.klatch.domain.tenant;

import org.jspecify.annotations.Nullable;

/// Port: whose a server key is. Compares in constant time; does not block.
public interface ServerKeyring {
  /// Whether the text is the server's own key, which opens everything.
  boolean isOwn(String key);

  /// The tenant one of whose keys it is, and which; null when it is nobody's.
  @Nullable Holder holder(String key);

  /// Whether the text has the form of a tenant's key, good or not: it is no token then.
  boolean looksLikeOne(String key);

  /// Makes a key out of random bits.
  Made make();

  record Holder(Tenant tenant, String keyId) {}

  /// A new key, and what is kept of it. Does not print itself.
  record Made(String key, ServerKey kept) {
    @Override
    public String toString() {
      return "Made[" + kept.id() + "]";
    }
  }
}
