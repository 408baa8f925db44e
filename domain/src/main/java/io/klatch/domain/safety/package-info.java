/// What protects users from each other and from the past. Entry: the use case [Blocking], and
/// [Apart], which whoever is about to tell one user of another asks. Knows not what is told.
@NullMarked
package io.klatch.domain.safety;

import org.jspecify.annotations.NullMarked;
