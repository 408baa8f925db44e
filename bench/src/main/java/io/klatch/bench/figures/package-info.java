/// What a run has found: durations, lines of figures, and the tables made of many such lines.
///
/// Entries: [Figures], [Report]. Knows nothing of sockets or servers.
@NullMarked
package io.klatch.bench.figures;

import org.jspecify.annotations.NullMarked;
