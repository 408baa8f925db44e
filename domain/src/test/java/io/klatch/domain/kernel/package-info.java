@NullMarked
package io.klatch.domain.kernel;

import org.jspecify.annotations.NullMarked;
