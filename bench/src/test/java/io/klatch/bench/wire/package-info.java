@NullMarked
package io.klatch.bench.wire;

import org.jspecify.annotations.NullMarked;
