@NullMarked
package io.klatch.domain.room;

import org.jspecify.annotations.NullMarked;
