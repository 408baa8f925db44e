/// The load generator: crowds of raw Socket.IO clients on one event loop, and what they measure.
///
/// Entries: [BroadcastLoad], [IdleLoad], [DurableLoad], [StoreLoad]. Knows no server but by its
/// wire, except the last one.
@NullMarked
package io.klatch.bench.load;

import org.jspecify.annotations.NullMarked;
