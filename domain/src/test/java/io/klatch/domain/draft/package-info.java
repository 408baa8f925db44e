@NullMarked
package io.klatch.domain.draft;

import org.jspecify.annotations.NullMarked;
