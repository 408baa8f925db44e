/// What a tenant's back end is told, and asked, by HTTP: [Webhooks] keeps where, [EventType] is
/// what.
///
/// Knows nothing of HTTP; who sends is an adapter.
@NullMarked
package io.klatch.domain.webhook;

import org.jspecify.annotations.NullMarked;
