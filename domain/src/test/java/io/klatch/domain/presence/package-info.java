@NullMarked
package io.klatch.domain.presence;

import org.jspecify.annotations.NullMarked;
