/// Test harness: a server on a free port, and clients that say exactly the bytes they are told.
@NullMarked
package io.klatch.socketio.wire;

import org.jspecify.annotations.NullMarked;
