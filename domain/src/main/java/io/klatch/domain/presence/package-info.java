/// Who is here: [PresenceDesk] keeps the leases of devices and derives each user's state from them,
/// [Presence] is the use case over it, [PresenceHistory] counts over time.
///
/// A lease names the process that holds it, so that those of several can stand side by side. Knows
/// no sockets and no threads.
@NullMarked
package io.klatch.domain.presence;

import org.jspecify.annotations.NullMarked;
