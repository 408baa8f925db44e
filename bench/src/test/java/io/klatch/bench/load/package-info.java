@NullMarked
package io.klatch.bench.load;

import org.jspecify.annotations.NullMarked;
