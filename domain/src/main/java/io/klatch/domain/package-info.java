/// What the product means: commands, sealed results, rules, and the ports they need. Uses only the
/// JDK; one package per capability. Knows neither sockets nor SQL.
@NullMarked
package io.klatch.domain;

import org.jspecify.annotations.NullMarked;
