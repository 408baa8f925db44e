@NullMarked
package io.klatch.server.webhooks;

import org.jspecify.annotations.NullMarked;
