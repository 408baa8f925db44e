/// Reads settings into the records that lie beside the code they configure; the entry class is
/// [Settings].
///
/// Knows no key itself: each record asks for its own, and what nobody asked for is unknown.
@NullMarked
package io.klatch.server.config;

import org.jspecify.annotations.NullMarked;
