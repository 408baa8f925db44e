package io.klatch.domain.typing;

import io.klatch.domain.kernel.UserId;

/// Somebody who is typing.
///
/// @param name what others see
public record Typist(UserId user, String name, TypingKind kind) {}
