@NullMarked
package io.klatch.domain.safety;

import org.jspecify.annotations.NullMarked;
