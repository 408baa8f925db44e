@NullMarked
package io.klatch.server.json;

import org.jspecify.annotations.NullMarked;
