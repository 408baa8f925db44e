@NullMarked
package io.klatch.server.api;

import org.jspecify.annotations.NullMarked;
