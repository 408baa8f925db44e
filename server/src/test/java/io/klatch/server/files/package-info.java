@NullMarked
package io.klatch.server.files;

import org.jspecify.annotations.NullMarked;
