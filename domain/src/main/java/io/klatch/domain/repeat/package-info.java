/// Requests that come twice and are done once: [Repeats] remembers what was answered.
///
/// Knows nothing of HTTP; what a request is, its fingerprint says.
@NullMarked
package io.klatch.domain.repeat;

import org.jspecify.annotations.NullMarked;
