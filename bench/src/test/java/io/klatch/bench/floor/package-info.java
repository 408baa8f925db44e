@NullMarked
package io.klatch.bench.floor;

import org.jspecify.annotations.NullMarked;
