/// The program: `Main`, its configuration, and the one place that wires the adapters together.
/// Nobody depends on this package.
@NullMarked
package io.klatch.server;

import org.jspecify.annotations.NullMarked;
