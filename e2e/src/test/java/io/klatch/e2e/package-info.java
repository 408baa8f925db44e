/// Black-box tests of the packaged server with the stock Java client.
///
/// They start `./klatch` as a person would; no class of the server is on their class path.
@NullMarked
package io.klatch.e2e;

import org.jspecify.annotations.NullMarked;
