@NullMarked
package io.klatch.domain.privacy;

import org.jspecify.annotations.NullMarked;
