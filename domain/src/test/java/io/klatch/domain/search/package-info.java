@NullMarked
package io.klatch.domain.search;

import org.jspecify.annotations.NullMarked;
