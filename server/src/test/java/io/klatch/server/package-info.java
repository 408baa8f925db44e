@NullMarked
package io.klatch.server;

import org.jspecify.annotations.NullMarked;
