/// The bare floor: what a JVM server could do at best if it did nothing but broadcast, or nothing
/// but carry sends to the product's store. Entry: [Floor].
@NullMarked
package io.klatch.bench.floor;

import org.jspecify.annotations.NullMarked;
