/// Who is typing where: [TypingBoard] remembers it for seconds, [Typing] is the use case over it,
/// [TypingSnapshot] what each viewer is shown of it.
///
/// Nothing of it is kept; knows no sockets and no threads.
@NullMarked
package io.klatch.domain.typing;

import org.jspecify.annotations.NullMarked;
