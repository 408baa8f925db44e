package io.klatch.server.auth;

import java.io.IOException;
import java.net.URI;

/// Fetches a published key set. Blocks.
@FunctionalInterface
interface KeySource {
  /// The document at the address.
  ///
  /// @throws IOException if it cannot be had, is too large, or takes too long
  String fetch(URI url) throws IOException;
}
