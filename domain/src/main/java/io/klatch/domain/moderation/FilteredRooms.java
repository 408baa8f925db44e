package io.klatch.domain.moderation;

import io.klatch.domain.chat.ChangeResult;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Screening;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.chat.SendResult;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import java.util.function.Function;

/// Looks at the texts of messages of rooms, sent or edited, before anybody else is asked and they
/// are stored. Those of other conversations are not looked at.
public final class FilteredRooms implements Screening {
  private final RoomFilter filter;
  private final RoomConversations rooms;
  private final Screening next;

  public FilteredRooms(RoomFilter filter, RoomConversations rooms, Screening next) {
    this.filter = filter;
    this.rooms = rooms;
    this.next = next;
  }

  @Override
  public boolean asks(TenantId tenant) {
    return true;
  }

  @Override
  public SendResult screen(SendMessage command, Function<SendMessage, SendResult> store) {
    try {
      if (!isFiltered(command.sender().user(), key(command.sender().tenant(), command))) {
        return asked(command, store);
      }
    } catch (UnavailableException _) {
      return new SendResult.Unavailable();
    }
    return switch (filter.check(command.sender().tenant(), command.text())) {
      case RoomFilter.Verdict.Pass() -> asked(command, store);
      case RoomFilter.Verdict.Mask(var text) -> asked(command.saying(text), store);
      case RoomFilter.Verdict.Reject(var what) -> new SendResult.Filtered(what);
    };
  }

  @Override
  public ChangeResult screenEdit(
      MessageTarget target, MessageEdit edit, Function<MessageEdit, ChangeResult> store) {
    var text = edit.text();
    if (text == null || !isFiltered(target.actor().user(), target.conversationKey())) {
      return asked(target, edit, store);
    }
    return switch (filter.check(target.actor().tenant(), text)) {
      case RoomFilter.Verdict.Pass() -> asked(target, edit, store);
      case RoomFilter.Verdict.Mask(var masked) ->
          asked(target, new MessageEdit(masked, edit.body()), store);
      case RoomFilter.Verdict.Reject(var what) -> new ChangeResult.Filtered(what);
    };
  }

  private SendResult asked(SendMessage command, Function<SendMessage, SendResult> store) {
    return next.asks(command.sender().tenant())
        ? next.screen(command, store)
        : store.apply(command);
  }

  private ChangeResult asked(
      MessageTarget target, MessageEdit edit, Function<MessageEdit, ChangeResult> store) {
    return next.asks(target.actor().tenant())
        ? next.screenEdit(target, edit, store)
        : store.apply(edit);
  }

  private boolean isFiltered(UserId sender, ConversationKey conversation) {
    return !sender.equals(UserId.SYSTEM) && rooms.isRoom(conversation);
  }

  private static ConversationKey key(TenantId tenant, SendMessage command) {
    return new ConversationKey(tenant, command.conversation());
  }
}
