@NullMarked
package io.klatch.domain.typing;

import org.jspecify.annotations.NullMarked;
