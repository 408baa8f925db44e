/// Tokens: who may sign them, what they must say, and the secret of this server's own.
///
/// The entry class is [Authority]. Knows nothing of sockets, HTTP or storage.
@NullMarked
package io.klatch.server.auth;

import org.jspecify.annotations.NullMarked;
