@NullMarked
package io.klatch.bench.figures;

import org.jspecify.annotations.NullMarked;
