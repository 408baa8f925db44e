package io.klatch.domain.tenant;

import org.jspecify.annotations.Nullable;

/// How a tenant may sign tokens, by its name in a token's `alg`.
public enum KeyAlgorithm {
  HS256("HS256"),
  RS256("RS256"),
  ES256("ES256"),
  EDDSA("EdDSA");

  private final String wire;

  KeyAlgorithm(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  public static @Nullable KeyAlgorithm parse(String text) {
    for (var algorithm : values()) {
      if (algorithm.wire.equals(text)) {
        return algorithm;
      }
    }
    return null;
  }
}
