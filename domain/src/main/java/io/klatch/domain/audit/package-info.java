/// What happened in rooms, as those read it who must answer for it: by room or of a whole tenant,
/// filtered, page by page. Entry: [io.klatch.domain.audit.Auditing], its port [AuditStore].
///
/// Writes nothing: the trail is written by what happens.
@NullMarked
package io.klatch.domain.audit;

import org.jspecify.annotations.NullMarked;
