/// Customers of one server: [Tenants] keeps them, [Tenant] is what one is told to be.
///
/// Knows keys as text and hashes only; what a key can verify is the adapters' business.
@NullMarked
package io.klatch.domain.tenant;

import org.jspecify.annotations.NullMarked;
