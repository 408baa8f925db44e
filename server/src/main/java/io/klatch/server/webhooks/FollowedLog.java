package io.klatch.server.webhooks;

import io.klatch.domain.event.LogReader;
import io.klatch.domain.event.TenantLog;
import io.klatch.domain.kernel.TenantId;
import java.util.function.Predicate;

/// The log as webhooks follow it.
///
/// @param bell rings when there is something new
/// @param served whose webhooks are told of it now; those of others wait
public record FollowedLog(
    LogReader reader, TenantLog tenants, LogBell bell, Predicate<TenantId> served) {}
