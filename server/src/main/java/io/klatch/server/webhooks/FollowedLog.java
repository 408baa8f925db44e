package io.klatch.server.webhooks;

import io.klatch.domain.event.LogReader;
import io.klatch.domain.event.TenantLog;

/// The log as webhooks follow it.
///
/// @param bell rings when there is something new
public record FollowedLog(LogReader reader, TenantLog tenants, LogBell bell) {}
