/// netty-socketio with the behaviour every peer of the benchmark has. Knows nothing of Klatch.
@NullMarked
package io.klatch.bench.peer;

import org.jspecify.annotations.NullMarked;
