/// What every implementation of a port must do, for those of this module and of others.
@NullMarked
package io.klatch.socketio.contract;

import org.jspecify.annotations.NullMarked;
