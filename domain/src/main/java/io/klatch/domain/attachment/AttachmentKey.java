package io.klatch.domain.attachment;

import io.klatch.domain.kernel.TenantId;

/// An attachment where tenants meet.
public record AttachmentKey(TenantId tenant, AttachmentId id) {}
