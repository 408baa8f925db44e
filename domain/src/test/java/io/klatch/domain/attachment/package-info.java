@NullMarked
package io.klatch.domain.attachment;

import org.jspecify.annotations.NullMarked;
