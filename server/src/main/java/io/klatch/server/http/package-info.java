/// Everything served over HTTP beside Socket.IO: a router, request and response as data, the page's
/// files, health. The entry class is [HttpEntry], the transport's fallback handler.
///
/// Netty ends in [HttpEntry]; the rest of the package and its users see records. Knows nothing of
/// chat.
@NullMarked
package io.klatch.server.http;

import org.jspecify.annotations.NullMarked;
