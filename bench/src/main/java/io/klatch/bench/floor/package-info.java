/// The bare floor: what a JVM server could do at best if it did nothing but broadcast. Entry:
/// [Floor].
@NullMarked
package io.klatch.bench.floor;

import org.jspecify.annotations.NullMarked;
