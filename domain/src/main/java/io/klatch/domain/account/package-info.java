/// Who is calling: [Identity], and the port [TokenVerifier] that finds it out.
///
/// Knows nothing of token formats or keys; the adapters do.
@NullMarked
package io.klatch.domain.account;

import org.jspecify.annotations.NullMarked;
