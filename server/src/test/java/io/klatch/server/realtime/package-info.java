@NullMarked
package io.klatch.server.realtime;

import org.jspecify.annotations.NullMarked;
