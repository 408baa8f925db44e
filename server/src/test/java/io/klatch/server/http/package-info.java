@NullMarked
package io.klatch.server.http;

import org.jspecify.annotations.NullMarked;
