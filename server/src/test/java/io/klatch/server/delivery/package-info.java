@NullMarked
package io.klatch.server.delivery;

import org.jspecify.annotations.NullMarked;
