package io.klatch.domain.repeat;

/// What a request was answered.
///
/// @param fingerprint of the request: the same for the same request, and for no other
/// @param body JSON
public record KeptAnswer(String fingerprint, int status, String body) {}
