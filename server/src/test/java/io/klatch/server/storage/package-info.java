@NullMarked
package io.klatch.server.storage;

import org.jspecify.annotations.NullMarked;
