/// Measures Klatch beside its peers. Nothing here is part of the product.
@NullMarked
package io.klatch.bench;

import org.jspecify.annotations.NullMarked;
