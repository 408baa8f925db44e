/// Messages that are to be sent later. Entries: the use cases [Scheduling], for their senders, and
/// [Dispatch], which sends what is due by the same way as everything else is sent, so that who may
/// send then is decided then. Knows not how time passes: somebody calls.
@NullMarked
package io.klatch.domain.schedule;

import org.jspecify.annotations.NullMarked;
