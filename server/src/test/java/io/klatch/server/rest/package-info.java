@NullMarked
package io.klatch.server.rest;

import org.jspecify.annotations.NullMarked;
