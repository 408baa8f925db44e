@NullMarked
package io.klatch.server.auth;

import org.jspecify.annotations.NullMarked;
