@NullMarked
package io.klatch.domain.chat;

import org.jspecify.annotations.NullMarked;
