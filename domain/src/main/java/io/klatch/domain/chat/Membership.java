package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who is in a conversation, what each may do, what it is called, and how each keeps it. Blocks
/// until it is durable; call on a virtual thread.
public final class Membership {
  private final MemberStore store;
  private final SendLimiter limiter;
  private final Admission admission;
  private final ChatLimits limits;

  public Membership(
      MemberStore store, SendLimiter limiter, Admission admission, ChatLimits limits) {
    this.store = store;
    this.limiter = limiter;
    this.admission = admission;
    this.limits = limits;
  }

  public MemberResult add(MemberAct act, List<UserId> users) {
    return guarded(act, () -> store.add(act, users, limits.membersMax()));
  }

  public MemberResult remove(MemberAct act, UserId user) {
    return guarded(act, () -> store.remove(act, user));
  }

  public MemberResult leave(MemberAct act) {
    return remove(act, act.actor().user());
  }

  public MemberResult setRole(MemberAct act, UserId user, Role role) {
    return guarded(act, () -> store.setRole(act, user, role));
  }

  public MemberResult describe(MemberAct act, Profile.Patch patch) {
    var title = patch.title() == null ? null : patch.title().value();
    if (title != null && !Conversations.isTitle(title)) {
      return new MemberResult.TitleInvalid(ChatLimits.TITLE_CHARACTERS_MAX);
    }
    return guarded(act, () -> store.describe(act, patch));
  }

  public MemberResult set(MemberAct act, SettingsChange change) {
    return guarded(act, () -> store.set(act, change));
  }

  /// By rising user id, from the start when `after` is null.
  public MembersResult list(
      UserKey reader, ConversationId conversation, @Nullable UserId after, int limit) {
    try {
      var page = store.page(reader, conversation, after, ChatLimits.checkedPage(limit));
      return page == null ? new MembersResult.NotFound() : new MembersResult.Found(page);
    } catch (UnavailableException _) {
      return new MembersResult.Unavailable();
    }
  }

  private MemberResult guarded(MemberAct act, Supplier<MemberResult> operation) {
    var wait = limiter.waitToSend(act.actor());
    if (wait.isPositive()) {
      return new MemberResult.RateLimited(wait);
    }
    if (!admission.open()) {
      return new MemberResult.Unavailable();
    }
    try {
      return operation.get();
    } catch (UnavailableException _) {
      return new MemberResult.Unavailable();
    }
  }
}
