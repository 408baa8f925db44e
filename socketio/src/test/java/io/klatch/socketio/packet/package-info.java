@NullMarked
package io.klatch.socketio.packet;

import org.jspecify.annotations.NullMarked;
