/// Ids and other values every capability shares; each refuses nonsense at birth.
///
/// Knows only the JDK, and no other package of the domain.
@NullMarked
package io.klatch.domain.kernel;

import org.jspecify.annotations.NullMarked;
