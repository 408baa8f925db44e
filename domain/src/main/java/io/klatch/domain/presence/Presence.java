package io.klatch.domain.presence;

import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.presence.PresenceNews.Change;
import io.klatch.domain.presence.PresenceNews.Own;
import io.klatch.domain.privacy.PrivacyStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Users choose how they are seen, and see how others are here. Blocks; call on a virtual thread.
public final class Presence {
  private final PresenceDesk desk;
  private final PresenceStore store;
  private final PresenceVisibility visibility;
  private final PrivacyStore privacy;
  private final Allowances allowances;
  private final InstantSource clock;

  public Presence(
      PresenceDesk desk,
      PresenceStore store,
      PresenceVisibility visibility,
      PrivacyStore privacy,
      Allowances allowances,
      InstantSource clock) {
    this.desk = desk;
    this.store = store;
    this.visibility = visibility;
    this.privacy = privacy;
    this.allowances = allowances;
    this.clock = clock;
  }

  public ChooseResult choose(UserKey caller, StatusChoice choice) {
    if (choice.isOver(clock.instant())) {
      return new ChooseResult.AlreadyOver();
    }
    var wait = allowances.take(LimitName.PRESENCE_SET, caller);
    if (wait.isPositive()) {
      return new ChooseResult.RateLimited(wait);
    }
    try {
      store.choose(caller, choice);
    } catch (UnavailableException _) {
      return new ChooseResult.Unavailable();
    }
    desk.choose(caller, choice);
    var own = desk.own(caller);
    return new ChooseResult.Chosen(
        own == null ? new Own(caller, PresenceStatus.OFFLINE, choice) : own);
  }

  /// How these users are here, as the viewer may know; at most [PresenceRules#USERS_MAX].
  public LookResult look(UserKey viewer, List<UserId> users) {
    try {
      var visible = visibility.visible(viewer, Set.copyOf(users));
      var changes = changes(viewer, visible);
      var views =
          users.stream()
              .map(user ->
                  user.equals(viewer.user()) ? own(viewer) : view(viewer, user, changes.get(user)))
              .toList();
      return new LookResult.Found(views, visible);
    } catch (UnavailableException _) {
      return new LookResult.Unavailable();
    }
  }

  /// Those of the users of whom the viewer may know.
  ///
  /// @throws UnavailableException when the store cannot do it now
  public Set<UserId> visible(UserKey viewer, Set<UserId> users) {
    return visibility.visible(viewer, users);
  }

  /// A change as the viewer may know of it, who may know of the user.
  public PresenceView seenBy(UserKey viewer, Change change) {
    return view(viewer, change.user().user(), change);
  }

  private Map<UserId, Change> changes(UserKey viewer, Set<UserId> visible) {
    var tenant = viewer.tenant();
    var changes = new HashMap<>(desk.told(tenant, visible));
    var others = new HashSet<>(visible);
    others.removeAll(changes.keySet());
    if (!others.isEmpty()) {
      store
          .find(tenant, others)
          .forEach((user, stored) ->
              changes.put(
                  user, new Change(new UserKey(tenant, user), Shown.OFFLINE, stored.lastSeen())));
    }
    return changes;
  }

  private PresenceView own(UserKey viewer) {
    var own = desk.own(viewer);
    return own == null
        ? PresenceView.offline(viewer.user())
        : new PresenceView(viewer.user(), own.status(), own.choice().text(), null);
  }

  private PresenceView view(UserKey viewer, UserId user, @Nullable Change change) {
    if (change == null) {
      return PresenceView.offline(user);
    }
    var shown = change.shown();
    return new PresenceView(user, shown.status(), shown.text(), lastSeen(viewer, change));
  }

  private @Nullable Instant lastSeen(UserKey viewer, Change change) {
    var at = change.lastSeen();
    return at != null && privacy.of(change.user()).showsLastSeenTo(privacy.of(viewer)) ? at : null;
  }
}
