/// How fast a user may send; the entry class is [SendBuckets].
///
/// Keeps its counts in memory: a restart forgives. Knows the domain's port and no transport.
@NullMarked
package io.klatch.server.limits;

import org.jspecify.annotations.NullMarked;
