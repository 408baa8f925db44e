/// The only place where threads and executors are made; the entry class is [Threads].
///
/// Every thread has a name that says what it is for, and a fault no one caught is logged.
@NullMarked
package io.klatch.server.threads;

import org.jspecify.annotations.NullMarked;
