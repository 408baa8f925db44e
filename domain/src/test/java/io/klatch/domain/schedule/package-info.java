@NullMarked
package io.klatch.domain.schedule;

import org.jspecify.annotations.NullMarked;
