@NullMarked
package io.klatch.socketio;

import org.jspecify.annotations.NullMarked;
