package io.klatch.domain.tenant;

import java.time.Instant;

/// A tenant's key for its own back end, as it is kept: the key itself is shown once, when it is
/// made, and stored nowhere.
///
/// @param id names the key; part of it
/// @param hash SHA-256 of the whole key, in hexadecimal: enough, for a key is 256 random bits
public record ServerKey(String id, String hash, Instant createdAt) {}
