/// Socket.IO events to commands and back: who may connect ([Authentication]), and which event does
/// what in each dialect ([Realtime]). The commands themselves are those of `server.api`; knows no
/// SQL and no HTTP.
@NullMarked
package io.klatch.server.realtime;

import org.jspecify.annotations.NullMarked;
