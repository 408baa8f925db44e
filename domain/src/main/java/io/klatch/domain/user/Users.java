package io.klatch.domain.user;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Keeps what back ends tell of their users. Blocks; call on a virtual thread.
public final class Users {
  private final UserStore store;

  public Users(UserStore store) {
    this.store = store;
  }

  /// @param change of what is known
  public UserResult save(UserKey user, UnaryOperator<UserProfile> change) {
    try {
      var saved = store.save(user, change);
      return new UserResult.Saved(saved.user(), saved.created());
    } catch (UnavailableException _) {
      return new UserResult.Unavailable();
    }
  }

  public UserResult find(UserKey user) {
    try {
      var found = store.find(user);
      return found == null ? new UserResult.NotFound() : new UserResult.Found(found);
    } catch (UnavailableException _) {
      return new UserResult.Unavailable();
    }
  }

  /// By rising id, from the start when `after` is null.
  public UsersResult list(TenantId tenant, @Nullable UserId after, int limit) {
    try {
      var found = store.page(tenant, after, limit + 1);
      if (found.size() <= limit) {
        return new UsersResult.Page(found, null);
      }
      var shown = found.subList(0, limit);
      return new UsersResult.Page(shown, shown.getLast().key().user());
    } catch (UnavailableException _) {
      return new UsersResult.Unavailable();
    }
  }
}
