@NullMarked
package io.klatch.domain;

import org.jspecify.annotations.NullMarked;
