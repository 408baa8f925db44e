package io.klatch.domain.chat;

import io.klatch.domain.kernel.TenantId;
import java.util.function.Function;

/// Port: somebody of the tenant's who is asked before a message, or another text of one, is stored.
public interface Screening {
  /// Nobody is asked.
  Screening NONE =
      new Screening() {
        @Override
        public boolean asks(TenantId tenant) {
          return false;
        }

        @Override
        public SendResult screen(SendMessage command, Function<SendMessage, SendResult> store) {
          return store.apply(command);
        }

        @Override
        public ChangeResult screenEdit(
            MessageTarget target, MessageEdit edit, Function<MessageEdit, ChangeResult> store) {
          return store.apply(edit);
        }
      };

  /// Whether there is somebody. Does not block.
  boolean asks(TenantId tenant);

  /// Gives what may be stored to `store`, the same or changed, or refuses it. Messages of one
  /// sender keep their order. Blocks; call on the sender's virtual thread.
  SendResult screen(SendMessage command, Function<SendMessage, SendResult> store);

  /// The same for what a message is to say instead.
  ChangeResult screenEdit(
      MessageTarget target, MessageEdit edit, Function<MessageEdit, ChangeResult> store);
}
