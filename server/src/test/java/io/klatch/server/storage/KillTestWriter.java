package io.klatch.server.storage;

import static io.klatch.server.storage.StoreFixture.ANN;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.MemberAct;
import io.klatch.domain.chat.MemberResult.Done;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.UserId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The process [KillTest] kills: 64 senders, each acknowledgement one line on stdout.
final class KillTestWriter {
  static final int CONVERSATIONS = 8;
  static final String CHANGE = "change";
  private static final int SENDERS = 64;
  private static final int CHANGE_EACH = 10;

  private KillTestWriter() {}

  public static void main(String[] arguments) throws InterruptedException {
    var fixture = new StoreFixture(Path.of(arguments[0]));
    for (var i = 0; i < CONVERSATIONS; i++) {
      var id = StoreFixture.id("c" + i);
      if (fixture.store.conversations().find(ANN, id) == null) {
        fixture.group("c" + i, ANN);
      }
    }
    var senders = new ArrayList<Thread>();
    for (var i = 0; i < SENDERS; i++) {
      var name = arguments[1] + "s" + i;
      var conversation = StoreFixture.id("c" + i % CONVERSATIONS);
      senders.add(
          Thread.ofVirtual()
              .start(() -> {
                for (var n = 0; n < Integer.MAX_VALUE; n++) {
                  var clientId = name + "n" + n;
                  if (n % CHANGE_EACH == 0) {
                    System.out.println(change(fixture, conversation, clientId + "c"));
                  }
                  var stored =
                      (Appended.Stored) fixture.append(ANN, conversation, "text", clientId);
                  System.out.println(clientId + " " + stored.message().id() + " end");
                }
              }));
    }
    for (var sender : senders) {
      sender.join();
    }
  }

  private static String change(StoreFixture fixture, ConversationId conversation, String op) {
    var act = new MemberAct(ANN, conversation, new OpId(op));
    var user = new UserId(op);
    var done = (Done) fixture.store.members().add(act, List.of(user), 10_000);
    return op + " " + CHANGE + done.changes().getFirst().number() + " end";
  }
}
