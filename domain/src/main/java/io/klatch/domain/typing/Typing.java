package io.klatch.domain.typing;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.Memberships;
import io.klatch.domain.chat.Memberships.Voice;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;

/// Members say that they are typing, and see who is. Blocks while a membership is looked up; call
/// on a virtual thread.
public final class Typing {
  private final TypingBoard board;
  private final Memberships memberships;
  private final TypingVisibility visibility;

  public Typing(TypingBoard board, Memberships memberships, TypingVisibility visibility) {
    this.board = board;
    this.memberships = memberships;
    this.visibility = visibility;
  }

  public TypingResult start(Identity caller, ConversationId id, TypingKind kind) {
    var conversation = new ConversationKey(caller.tenant(), id);
    try {
      return switch (board.goOn(conversation, caller.user(), kind)) {
        case TOO_SOON -> new TypingResult.Heard();
        case DONE -> goneOn(conversation, caller.key());
        case UNKNOWN -> begin(conversation, caller, kind);
      };
    } catch (UnavailableException _) {
      return new TypingResult.Unavailable();
    }
  }

  public void stop(Identity caller, ConversationId id) {
    board.stop(new ConversationKey(caller.tenant(), id), caller.user(), TypingEnd.STOPPED);
  }

  public TypingFound find(Identity caller, ConversationId id) {
    var conversation = new ConversationKey(caller.tenant(), id);
    try {
      return memberships.isMember(conversation, caller.user())
          ? new TypingFound.Found(board.now(conversation).seenBy(caller.user(), true))
          : new TypingFound.NotFound();
    } catch (UnavailableException _) {
      return new TypingFound.Unavailable();
    }
  }

  /// The user may have chosen meanwhile not to be seen.
  private TypingResult goneOn(ConversationKey conversation, UserKey user) {
    if (!visibility.shows(user)) {
      board.stop(conversation, user.user(), TypingEnd.STOPPED);
    }
    return new TypingResult.Heard();
  }

  private TypingResult begin(ConversationKey conversation, Identity caller, TypingKind kind) {
    var voice = memberships.voice(conversation, caller.user());
    if (voice != Voice.HEARD) {
      board.stop(conversation, caller.user(), TypingEnd.STOPPED);
      return voice == Voice.NONE ? new TypingResult.NotFound() : new TypingResult.Heard();
    }
    if (!visibility.shows(caller.key())) {
      return new TypingResult.Heard();
    }
    var typist = new Typist(caller.user(), caller.name(), kind);
    return board.start(conversation, typist, visibility.hiddenFrom(caller.key(), conversation))
        ? new TypingResult.Heard()
        : new TypingResult.Unavailable();
  }
}
