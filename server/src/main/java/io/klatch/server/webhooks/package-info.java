/// Tells tenants' back ends by HTTP what happened: [Followers] reads the log for each webhook, one
/// [Follower] each, with a durable place of its own.
///
/// Knows nothing of sockets or requests to this server.
@NullMarked
package io.klatch.server.webhooks;

import org.jspecify.annotations.NullMarked;
