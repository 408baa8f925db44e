@NullMarked
package io.klatch.socketio.engine;

import org.jspecify.annotations.NullMarked;
