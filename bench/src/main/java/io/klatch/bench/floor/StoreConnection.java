package io.klatch.bench.floor;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.json.Times;
import io.klatch.server.storage.Store;
import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client of the floor for durable sends: `conversation:create` with one other and
/// `message:send`, both with an acknowledgement wanted. Whatever name comes as token is believed.
///
/// Fields are cut out of the frame where they stand; a value with an escape in it would be stored
/// as it came. The store is waited for on a virtual thread, as the product's sessions do, and the
/// acknowledgement and the sender's own `message:new` leave in one write.
final class StoreConnection extends FloorConnection {

  private final Store store;
  private @Nullable UserKey user;

  StoreConnection(Store store) {
    this.store = store;
  }

  @Override
  public void text(ByteBuf bytes, int start, int length) {
    var packet = new PacketScan(bytes, start, length);
    if (packet.startsWith("40")) {
      user = new UserKey(TenantId.DEFAULT, new UserId(packet.after("\"token\":\"")));
      send(CONNECTED);
    } else if (user != null && packet.contains("[\"message:send\",")) {
      String id = packet.acknowledgementId();
      var message =
          new SendMessage(
              user,
              new ConversationId(packet.after("\"conversation_id\":\"")),
              packet.after("\"text\":\""),
              new ClientMessageId(packet.after("\"client_msg_id\":\"")));
      Thread.startVirtualThread(() -> append(id, message));
    } else if (user != null && packet.contains("[\"conversation:create\",")) {
      String id = packet.acknowledgementId();
      UserId creator = user.user();
      var peer = new UserId(packet.after("\"member_ids\":[\""));
      Thread.startVirtualThread(() -> open(id, creator, peer));
    }
  }

  private void open(String id, UserId creator, UserId peer) {
    var wanted =
        new NewConversation(
            TenantId.DEFAULT,
            new ConversationId("c-" + creator.value()),
            ConversationType.DIRECT,
            null,
            List.of(creator, peer),
            creator,
            now());
    var opened = store.conversations().open(wanted);
    send(
        "43"
            + id
            + (opened == null
                ? "[{\"ok\":false}]"
                : "[{\"ok\":true,\"conversation_id\":\""
                    + opened.conversation().id().value()
                    + "\"}]"));
  }

  private void append(String id, SendMessage message) {
    switch (store.messages().append(message, now())) {
      case Appended.Stored stored -> send(acknowledgement(id, stored), live(stored.message()));
      case Appended.NotAMember _,
          Appended.MayNotPost _,
          Appended.Blocked _,
          Appended.Withdrawn _,
          Appended.NoSuchMessage _,
          Appended.MayNotCallAll _,
          Appended.NoSuchAttachment _,
          Appended.Restrained _ ->
          send("43" + id + "[{\"ok\":false}]");
    }
  }

  private static String acknowledgement(String id, Appended.Stored stored) {
    Message message = stored.message();
    return "43"
        + id
        + "[{\"ok\":true,\"message_id\":\""
        + message.id().value()
        + "\",\"conversation_id\":\""
        + message.conversation().value()
        + "\",\"seq\":"
        + message.seq().value()
        + ",\"created_at\":\""
        + Times.wire(message.createdAt())
        + "\",\"persisted_at\":\""
        + Times.wire(stored.persistedAt())
        + "\",\"deduplicated\":"
        + stored.deduplicated()
        + "}]";
  }

  private static String live(Message message) {
    ClientMessageId clientId = message.clientMessageId();
    return "42[\"message:new\",{\"message_id\":\""
        + message.id().value()
        + "\",\"conversation_id\":\""
        + message.conversation().value()
        + "\",\"seq\":"
        + message.seq().value()
        + ",\"sender_id\":\""
        + message.sender().value()
        + "\",\"text\":\""
        + message.text()
        + "\",\"client_msg_id\":\""
        + (clientId == null ? "" : clientId.value())
        + "\",\"created_at\":\""
        + Times.wire(message.createdAt())
        + "\"},\"floor-"
        + message.seq().value()
        + "\"]";
  }

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
