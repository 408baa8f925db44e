package io.klatch.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.privacy.PrivacyStore;
import io.klatch.domain.receipt.Marks;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.Moved;
import io.klatch.domain.receipt.ReceiptListener;
import io.klatch.domain.safety.Apart;
import io.klatch.server.delivery.Whisper.Told;
import io.klatch.server.delivery.Whisper.Whispered;
import io.klatch.server.json.ReceiptJson;
import io.klatch.server.threads.Beat;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells a conversation how far one of its members has got.
///
/// Everybody at once, while the conversation is small. In a larger one a receipt of each member
/// would go to each other: there, who looks at it hears once a second of all that moved, in one
/// event. In a large one nobody is told; `receipt:get` answers who asks.
public final class ReceiptNews implements ReceiptListener, AutoCloseable {
  /// Of a conversation with more members nobody is told unasked.
  public static final int MEMBERS_TOLD_MAX = 1_000;

  private static final Duration TOLD_EVERY = Duration.ofSeconds(1);

  /// Conversations that wait to be told; of more, those who look hear with the next receipt.
  private static final int WAITING_MAX = 10_000;

  /// Far more than can be on their way at the same moment.
  private static final int TOLD_MAX = 10_000;

  private final Whisper whisper;
  private final Viewers viewers;
  private final PrivacyStore privacy;
  private final Apart apart;
  private final Map<ConversationKey, Map<UserId, Marks>> waiting = new ConcurrentHashMap<>();

  /// What was told last. Of two receipts of the same moment, by two devices, the older one may come
  /// here last; it must not take back what the newer one has told.
  private final Cache<MemberKey, Marks> told =
      Caffeine.newBuilder().maximumSize(TOLD_MAX).executor(Runnable::run).build();

  private final Beat telling;

  public ReceiptNews(Whisper whisper, Viewers viewers, PrivacyStore privacy, Apart apart) {
    this.whisper = whisper;
    this.viewers = viewers;
    this.privacy = privacy;
    this.apart = apart;
    this.telling = new Beat("receipt-news", TOLD_EVERY, this::tellWaiting);
  }

  @Override
  public void moved(Moved moved) {
    if (!moved.isPublic()) {
      return;
    }
    var conversation = moved.member().conversationKey();
    var members = whisper.members(conversation);
    if (members.size() <= Whisper.MEMBERS_TOLD_MAX) {
      tell(moved, members.users());
    } else if (members.size() <= MEMBERS_TOLD_MAX && !viewers.of(conversation).isEmpty()) {
      wait(moved);
    }
  }

  @Override
  public void close() {
    telling.close();
  }

  private void tell(Moved moved, Set<UserId> members) {
    var member = moved.member();
    var excluded =
        isReciprocal(member.tenant(), member.user())
            ? hiding(member.conversationKey(), members)
            : Set.<UserId>of();
    var hearing = new HashSet<>(apart.without(member.userKey(), members));
    hearing.removeAll(excluded);
    told.asMap()
        .compute(
            member,
            (_, before) -> {
              var after = moved.after().marks();
              var marks = before == null ? after : before.max(after);
              var event = new Whispered("receipt:update", update(member, marks), false);
              whisper.toUsers(member.tenant(), hearing, event);
              return marks;
            });
  }

  private void wait(Moved moved) {
    waiting.compute(
        moved.member().conversationKey(),
        (_, those) -> {
          if (those == null && waiting.size() >= WAITING_MAX) {
            return null;
          }
          var all = those == null ? new HashMap<UserId, Marks>() : those;
          all.merge(moved.member().user(), moved.after().marks(), Marks::max);
          return all;
        });
  }

  private void tellWaiting() {
    for (var conversation : Set.copyOf(waiting.keySet())) {
      var moved = waiting.remove(conversation);
      if (moved != null) {
        tell(conversation, moved);
      }
    }
  }

  private void tell(ConversationKey conversation, Map<UserId, Marks> moved) {
    try {
      var looking = new HashSet<UserId>();
      viewers.of(conversation).forEach(session -> looking.add(session.identity().user()));
      var hiding = hiding(conversation, looking);
      var away = apart.between(conversation.tenant(), looking, moved.keySet());
      var all = batch(conversation, moved, _ -> true);
      if (hiding.isEmpty() && away.isEmpty()) {
        whisper.toConversation(conversation, _ -> new Told(all, Map.of()));
        return;
      }
      // Who hides hears of those only who show to everybody.
      var open = open(conversation.tenant(), moved.keySet());
      var some = batch(conversation, moved, open::contains);
      var each = new HashMap<UserId, @Nullable Whispered>();
      for (var user : looking) {
        var event = hiding.contains(user) ? some : all;
        var without = away.get(user);
        if (without != null) {
          var shown = hiding.contains(user) ? open : moved.keySet();
          event = batch(conversation, moved, it -> shown.contains(it) && !without.contains(it));
        }
        if (event != null) {
          each.put(user, event);
        }
      }
      whisper.toConversation(conversation, _ -> new Told(null, each));
    } catch (UnavailableException _) {
      // Nobody can be told of a conversation whose members cannot be read now.
    }
  }

  /// Those of the users who show to everybody.
  private Set<UserId> open(TenantId tenant, Set<UserId> users) {
    var open = new HashSet<>(users);
    open.removeIf(user -> isReciprocal(tenant, user));
    return open;
  }

  private boolean isReciprocal(TenantId tenant, UserId user) {
    return privacy.of(new UserKey(tenant, user)).reciprocal();
  }

  /// Those of the users who do not let others know how far they have read.
  private Set<UserId> hiding(ConversationKey conversation, Set<UserId> users) {
    var hiding = new HashSet<UserId>();
    for (var user : users) {
      if (!privacy.of(new UserKey(conversation.tenant(), user)).readReceipts()) {
        hiding.add(user);
      }
    }
    return hiding;
  }

  private static ObjectNode update(MemberKey member, Marks marks) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", member.conversation().value());
    json.setAll(ReceiptJson.of(member.user(), marks));
    return json;
  }

  private static @Nullable Whispered batch(
      ConversationKey conversation, Map<UserId, Marks> moved, Predicate<UserId> shown) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", conversation.conversation().value());
    var receipts = json.putArray("receipts");
    moved.forEach((user, marks) -> {
      if (shown.test(user)) {
        receipts.add(ReceiptJson.of(user, marks));
      }
    });
    return receipts.isEmpty() ? null : new Whispered("receipt:batch", json, false);
  }
}
