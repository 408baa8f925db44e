package io.klatch.domain.user;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Port: users at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface UserStore {
  /// Changes the user's profile, [UserProfile#NONE] when there was none, and returns when that is
  /// durable.
  Saved save(UserKey user, UnaryOperator<UserProfile> change);

  /// Null when nobody has told of the user.
  @Nullable User find(UserKey user);

  /// By rising id, at most `limit` after `after`.
  List<User> page(TenantId tenant, @Nullable UserId after, int limit);

  /// @param created whether nobody had told of the user before
  record Saved(User user, boolean created) {}
}
