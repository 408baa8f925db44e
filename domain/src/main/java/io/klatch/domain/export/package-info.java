/// All there is of a conversation or of a user, for the tenant's back end: [Exports] walks through
/// it page by page, [Exported] is one step.
@NullMarked
package io.klatch.domain.export;

import org.jspecify.annotations.NullMarked;
