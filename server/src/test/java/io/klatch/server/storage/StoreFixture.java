package io.klatch.server.storage;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A store on a real file, with short names for what tests do to it.
final class StoreFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  static final UserKey ANN = user("ann");
  static final UserKey BOB = user("bob");
  static final UserKey EVE = user("eve");

  final List<LogEvent> committed = Collections.synchronizedList(new ArrayList<>());
  final Store store;

  StoreFixture(Path folder) {
    this(folder, Clock.systemUTC());
  }

  StoreFixture(Path folder, Clock clock) {
    store = Store.open(folder, StoreConfig.defaults(), committed::addAll, clock);
  }

  static UserKey user(String id) {
    return new UserKey(TenantId.DEFAULT, new UserId(id));
  }

  static ConversationId id(String id) {
    return new ConversationId(id);
  }

  ConversationId group(String id, UserKey... members) {
    return open(ConversationType.GROUP, id, members);
  }

  ConversationId direct(String id, UserKey... members) {
    return open(ConversationType.DIRECT, id, members);
  }

  Appended.Stored send(UserKey from, ConversationId to, String text) {
    return (Appended.Stored) append(from, to, text, null);
  }

  Appended append(UserKey from, ConversationId to, String text, @Nullable String clientId) {
    var clientMessageId = clientId == null ? null : new ClientMessageId(clientId);
    return store.messages().append(new SendMessage(from, to, text, clientMessageId), NOW);
  }

  List<Message> all(UserKey reader, ConversationId conversation) {
    var found = new ArrayList<Message>();
    var after = Seq.NONE;
    while (true) {
      var range = new HistoryRange.After(after);
      var page =
          Objects.requireNonNull(
              store.messages().page(new ReadHistory(reader, conversation, range, 100)));
      found.addAll(page.messages());
      if (!page.hasMore()) {
        return found;
      }
      after = found.getLast().seq();
    }
  }

  @Override
  public void close() {
    store.close();
  }

  private ConversationId open(ConversationType type, String id, UserKey... members) {
    var tenant = members[0].tenant();
    var users = Arrays.stream(members).map(UserKey::user).toList();
    var conversation =
        new NewConversation(tenant, id(id), type, null, users, members[0].user(), NOW);
    var opened = store.conversations().open(conversation);
    return Objects.requireNonNull(opened).conversation().id();
  }
}
