package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Text;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Subject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Opens conversations and shows them to their members. Blocks; call on a virtual thread.
public final class Conversations {
  private final ConversationStore store;
  private final Admission admission;
  private final Allowances allowances;
  private final ChatLimits limits;
  private final RandomGenerator random;
  private final Clock clock;

  /// @param random names new conversations: a source nobody can predict
  public Conversations(
      ConversationStore store,
      Admission admission,
      Allowances allowances,
      ChatLimits limits,
      RandomGenerator random,
      Clock clock) {
    this.store = store;
    this.admission = admission;
    this.allowances = allowances;
    this.limits = limits;
    this.random = random;
    this.clock = clock;
  }

  public CreateResult create(CreateConversation command) {
    var members = new TreeSet<>(command.members());
    members.add(command.caller().user());
    var refusal = refuse(command, members.size());
    if (refusal != null) {
      return refusal;
    }
    if (!admission.open()) {
      return new CreateResult.Unavailable();
    }
    try {
      var known = known(command.caller(), command.type(), members);
      return known == null
          ? counted(command, List.copyOf(members))
          : new CreateResult.Opened(known, false);
    } catch (UnavailableException _) {
      return new CreateResult.Unavailable();
    }
  }

  public FindResult find(UserKey caller, ConversationId id) {
    try {
      var found = store.find(caller, id);
      return found == null ? new FindResult.NotFound() : new FindResult.Found(found);
    } catch (UnavailableException _) {
      return new FindResult.Unavailable();
    }
  }

  /// By falling last activity, from the start when `cursor` is null.
  public ListResult list(UserKey caller, int limit, @Nullable ConversationCursor cursor) {
    var page = ChatLimits.checkedPage(limit);
    try {
      var found = store.list(caller, page + 1, cursor);
      if (found.size() <= page) {
        return new ListResult.Page(found, null);
      }
      var shown = found.subList(0, page);
      return new ListResult.Page(shown, ConversationCursor.after(shown.getLast()));
    } catch (UnavailableException _) {
      return new ListResult.Unavailable();
    }
  }

  private @Nullable CreateResult refuse(CreateConversation command, int members) {
    var direct = command.type() == ConversationType.DIRECT;
    if (direct && members != 2) {
      return new CreateResult.NotAPair();
    }
    if (members > limits.membersMax()) {
      return new CreateResult.TooManyMembers(members, limits.membersMax());
    }
    var title = command.title();
    if (title == null) {
      return null;
    }
    if (direct) {
      return new CreateResult.TitleOnDirect();
    }
    return isTitle(title) ? null : new CreateResult.TitleInvalid(ChatLimits.TITLE_CHARACTERS_MAX);
  }

  static boolean isTitle(String title) {
    return Text.isStorable(title)
        && Text.hasVisible(title)
        && title.codePoints().noneMatch(Character::isISOControl)
        && Text.characters(title) <= ChatLimits.TITLE_CHARACTERS_MAX;
  }

  /// The conversation that the pair has already: to find it again costs nothing.
  private @Nullable Conversation known(UserKey caller, ConversationType type, Set<UserId> members) {
    if (type != ConversationType.DIRECT) {
      return null;
    }
    var other = members.stream().filter(it -> !it.equals(caller.user())).findFirst().orElseThrow();
    return store.findDirect(caller, other);
  }

  /// What does not come into being is not counted.
  private CreateResult counted(CreateConversation command, List<UserId> members) {
    var subject = Subject.of(command.caller());
    var wait = allowances.take(LimitName.CONVERSATION_NEW, subject);
    if (wait.isPositive()) {
      return new CreateResult.RateLimited(wait);
    }
    var created = false;
    try {
      var opened = store.open(conversation(command, members));
      created = opened != null && opened.created();
      return opened == null
          ? new CreateResult.Blocked()
          : new CreateResult.Opened(opened.conversation(), created);
    } finally {
      if (!created) {
        allowances.giveBack(LimitName.CONVERSATION_NEW, subject);
      }
    }
  }

  private NewConversation conversation(CreateConversation command, List<UserId> members) {
    return new NewConversation(
        command.caller().tenant(),
        ConversationId.random(random),
        command.type(),
        command.title(),
        members,
        command.caller().user(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }
}
