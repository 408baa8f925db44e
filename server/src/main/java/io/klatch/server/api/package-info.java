/// The canonical commands of docs/protocol.md as JSON in, JSON out; the entry class is [ChatApi];
/// [DialectApi] has what only the other dialects can ask for.
///
/// Sockets and REST both call it, so that an event and its route check the same, say the same and
/// refuse the same. Knows the domain's use cases and no transport.
@NullMarked
package io.klatch.server.api;

import org.jspecify.annotations.NullMarked;
