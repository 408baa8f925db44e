@NullMarked
package io.klatch.server.config;

import org.jspecify.annotations.NullMarked;
