/// Engine.IO v4 on Netty: sessions, heartbeat, polling, WebSocket, upgrade; a layer of its own that
/// carries text and bytes.
///
/// Entry classes are `EngineServer` (owns sessions) and `EngineListener` (binds a port). Netty
/// lives here and nowhere else in the library. It knows nothing of Socket.IO packets.
@NullMarked
package io.klatch.socketio.engine;

import org.jspecify.annotations.NullMarked;
