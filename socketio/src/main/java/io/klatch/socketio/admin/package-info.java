/// The server's half of the Socket.IO Admin UI (npm `@socket.io/admin-ui`): who may look, what is
/// shown of sockets, rooms and events, and what may be done to them.
///
/// The entry class is `AdminUi`. It uses the library as an application does, through
/// `ServerObserver`, `Namespace` and `EngineServer`; nothing in the library knows of it.
@NullMarked
package io.klatch.socketio.admin;

import org.jspecify.annotations.NullMarked;
