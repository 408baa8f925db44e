@NullMarked
package io.klatch.domain.moderation;

import org.jspecify.annotations.NullMarked;
