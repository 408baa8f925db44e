package io.klatch.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.telegram.TokenMint;
import io.klatch.domain.tenant.TelegramBots;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys this server itself holds, one for each tenant, for tokens it gives to who has signed in
/// here. They follow from its secret, so that there is nothing to store or to share; a token's
/// `kid` says that it is one of these.
///
/// A token says who its holder is and until when. What they may do is looked up each time, so that
/// it can be taken away while the token lives.
public final class IssuedKeys implements TokenMint {
  /// No tenant's own key can be called so.
  static final String KID = "klatch.issued";

  private final SigningSecret secret;
  private final TelegramBots bots;

  public IssuedKeys(SigningSecret secret, TelegramBots bots) {
    this.secret = secret;
    this.bots = bots;
  }

  static boolean areNamed(JWSHeader header) {
    return KID.equals(header.getKeyID());
  }

  /// Null for a tenant whose users do not sign in here, or do no more.
  @Nullable VerificationKey of(TenantId tenant) {
    return bots.of(tenant) == null ? null : VerificationKey.secret(KID, key(tenant));
  }

  Set<String> roles(TenantId tenant, UserId user) {
    var bot = bots.of(tenant);
    return bot == null ? Set.of() : bot.roles(user);
  }

  @Override
  public String mint(Identity identity) {
    var issued = identity.issuedAt();
    var claims =
        new JWTClaimsSet.Builder()
            .subject(identity.user().value())
            .claim("name", identity.name())
            .claim("tenant_id", identity.tenant().value())
            .jwtID(identity.tokenId())
            .issueTime(issued == null ? null : Date.from(issued))
            .expirationTime(Date.from(identity.expiresAt()))
            .build();
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KID).build(), claims);
    try {
      jwt.sign(new MACSigner(key(identity.tenant())));
    } catch (JOSEException e) {
      throw new IllegalStateException("a derived key is long enough for HS256", e);
    }
    return jwt.serialize();
  }

  private byte[] key(TenantId tenant) {
    return secret.derived("issued tokens " + tenant.value());
  }
}
