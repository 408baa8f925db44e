/// What the server tells its operators: meters and readiness. The entry class is [Telemetry].
///
/// Others get the registry or [Readiness] through their constructors and name their own meters.
@NullMarked
package io.klatch.server.telemetry;

import org.jspecify.annotations.NullMarked;
