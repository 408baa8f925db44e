package io.klatch.server.auth;

import com.nimbusds.jose.JWSHeader;
import io.klatch.domain.kernel.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whose signature is good.
///
/// Thread-safe; may block, because a key set may have to be fetched.
@FunctionalInterface
interface VerificationKeys {
  /// Keys that may have signed such a token, most likely first; empty when none may, null when that
  /// cannot be known now.
  ///
  /// The answer decides the algorithm: a key is only given with a header of its own algorithm, so a
  /// token cannot choose how it is checked.
  ///
  /// @param claimed the tenant the token says it is of, not verified yet: only keys that may sign
  ///   for that tenant are given
  @Nullable List<VerificationKey> candidates(JWSHeader header, TenantId claimed);
}
