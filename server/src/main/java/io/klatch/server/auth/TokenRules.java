package io.klatch.server.auth;

import io.klatch.domain.account.Revocations;
import io.klatch.domain.tenant.TenantDirectory;
import java.time.Duration;

/// What a token with a good signature must still pass.
///
/// @param issued whose tokens are of this server's own making
/// @param leeway how far the clocks of a back end and of this server may differ
/// @param lifeMax how far away its expiry may be
record TokenRules(
    TenantDirectory tenants,
    Revocations revocations,
    IssuedKeys issued,
    Duration leeway,
    Duration lifeMax) {}
