package io.klatch.domain.telegram;

import io.klatch.domain.account.Identity;

/// Port: signs tokens with the key this server holds for each tenant. Does not block.
@FunctionalInterface
public interface TokenMint {
  String mint(Identity identity);
}
