@NullMarked
package io.klatch.domain.repeat;

import org.jspecify.annotations.NullMarked;
