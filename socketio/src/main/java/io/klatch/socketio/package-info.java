/// A Socket.IO v5 server: namespaces, sockets, rooms, acknowledgements, recovery hooks.
///
/// This package is what a user of the library imports; the entry class is `SocketServer`. It knows
/// nothing of chat and nothing of Netty, which lives in `engine`.
@NullMarked
package io.klatch.socketio;

import org.jspecify.annotations.NullMarked;
