package io.klatch.server.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import io.klatch.domain.kernel.TenantId;
import java.util.List;

/// Whose signature is good: the place where further algorithms, key sets and tenants' own keys
/// join.
///
/// Thread-safe; may block, because a key set may have to be fetched.
@FunctionalInterface
interface VerificationKeys {
  /// Keys that may have signed such a token, most likely first; empty when none may.
  ///
  /// The answer decides the algorithm: a key is only given with a header of its own algorithm, so a
  /// token cannot choose how it is checked.
  ///
  /// @param claimed the tenant the token says it is of, not verified yet: only keys that may sign
  ///   for that tenant are given
  List<JWSVerifier> candidates(JWSHeader header, TenantId claimed);
}
