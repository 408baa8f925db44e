/// Engine.IO v4 and Socket.IO v5 as data: text and bytes to packets and back.
///
/// Entry classes are `EnginePacketCodec`, `PollingPayload` and `SocketPacketCodec`. No I/O, no
/// threads, no clock, and no JSON: a Socket.IO packet's payload stays text here.
@NullMarked
package io.klatch.socketio.packet;

import org.jspecify.annotations.NullMarked;
