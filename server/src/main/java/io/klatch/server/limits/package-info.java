/// How often a user may do what; the entry class is [Buckets].
///
/// Keeps its counts in memory: a restart forgives. Knows the domain's port and no transport.
@NullMarked
package io.klatch.server.limits;

import org.jspecify.annotations.NullMarked;
