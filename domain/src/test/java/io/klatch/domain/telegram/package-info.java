@NullMarked
package io.klatch.domain.telegram;

import org.jspecify.annotations.NullMarked;
