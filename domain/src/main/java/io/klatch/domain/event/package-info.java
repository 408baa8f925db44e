/// The log: everything replayable, in one total order of commits. Fan-out and resume are readers of
/// it; there is no second truth. Entry: [LogEvent], [LogReader], [CommitListener].
@NullMarked
package io.klatch.domain.event;

import org.jspecify.annotations.NullMarked;
