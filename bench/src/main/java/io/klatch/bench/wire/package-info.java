/// WebSocket and HTTP bytes, no more than the benchmark needs, for the load generator and the floor
/// alike.
///
/// Entry: [FrameScanner]. Knows neither who loads nor who serves.
@NullMarked
package io.klatch.bench.wire;

import org.jspecify.annotations.NullMarked;
