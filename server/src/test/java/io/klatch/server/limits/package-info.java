@NullMarked
package io.klatch.server.limits;

import org.jspecify.annotations.NullMarked;
