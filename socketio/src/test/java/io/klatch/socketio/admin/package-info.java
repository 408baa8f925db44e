@NullMarked
package io.klatch.socketio.admin;

import org.jspecify.annotations.NullMarked;
