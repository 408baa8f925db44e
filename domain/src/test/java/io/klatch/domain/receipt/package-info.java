@NullMarked
package io.klatch.domain.receipt;

import org.jspecify.annotations.NullMarked;
