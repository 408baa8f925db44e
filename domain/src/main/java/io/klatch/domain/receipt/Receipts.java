package io.klatch.domain.receipt;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.privacy.PrivacyStore;
import io.klatch.domain.receipt.ReceiptResult.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Takes receipts of members and tells how far members have got. Blocks; call on a virtual thread.
///
/// A receipt of a number that is yet to come counts up to the last one; one that is behind another
/// changes nothing.
public final class Receipts {
  private final WatermarkStore store;
  private final PrivacyStore privacy;
  private final ReceiptListener listener;

  public Receipts(WatermarkStore store, PrivacyStore privacy, ReceiptListener listener) {
    this.store = store;
    this.privacy = privacy;
    this.listener = listener;
  }

  /// The caller has read; in private if that is their setting.
  public ReceiptResult read(UserKey caller, List<UpTo> receipts) {
    try {
      var open = privacy.of(caller).readReceipts();
      return mark(
          caller,
          receipts,
          seq -> new Step(open ? Marks.readUpTo(seq) : Marks.readInPrivateUpTo(seq), false));
    } catch (UnavailableException _) {
      return new ReceiptResult.Unavailable();
    }
  }

  /// One of the caller's devices has received.
  public ReceiptResult delivered(UserKey caller, List<UpTo> receipts) {
    try {
      return mark(caller, receipts, seq -> new Step(Marks.deliveredUpTo(seq), null));
    } catch (UnavailableException _) {
      return new ReceiptResult.Unavailable();
    }
  }

  /// Sets or removes the mark that the caller wants to come back to the conversation.
  public ReceiptResult markUnread(UserKey caller, ConversationId conversation, boolean marked) {
    try {
      var step = new Step(Marks.NONE, marked);
      return mark(caller, List.of(new UpTo(conversation, Seq.NONE)), _ -> step);
    } catch (UnavailableException _) {
      return new ReceiptResult.Unavailable();
    }
  }

  /// Who has got to a message.
  public SeenResult seen(ReadSeen query) {
    try {
      var page = store.seen(query, privacy.of(query.reader()).readReceipts());
      return page == null ? new SeenResult.NotFound() : new SeenResult.Found(page);
    } catch (UnavailableException _) {
      return new SeenResult.Unavailable();
    }
  }

  private ReceiptResult mark(UserKey caller, List<UpTo> receipts, StepTo steps) {
    var standings = store.standings(caller, wanted(receipts));
    return new ReceiptResult.Done(
        receipts.stream().map(it -> mark(caller, it, standings, steps)).toList());
  }

  private Outcome mark(
      UserKey caller, UpTo receipt, Map<ConversationId, Standing> standings, StepTo steps) {
    var conversation = receipt.conversation();
    var standing = conversation == null ? null : standings.get(conversation);
    if (conversation == null || standing == null) {
      return new Outcome.NotFound();
    }
    var last = standing.lastSeq();
    var upTo = receipt.seq().compareTo(last) < 0 ? receipt.seq() : last;
    var moved = store.move(MemberKey.of(caller, conversation), steps.to(upTo));
    if (moved.isChange()) {
      listener.moved(moved);
    }
    return new Outcome.Marked(conversation, moved.after().marks());
  }

  private static Map<ConversationId, Seq> wanted(List<UpTo> receipts) {
    var wanted = new HashMap<ConversationId, Seq>();
    for (var receipt : receipts) {
      if (receipt.conversation() != null) {
        wanted.merge(
            receipt.conversation(),
            receipt.seq(),
            (one, other) -> one.compareTo(other) > 0 ? one : other);
      }
    }
    return wanted;
  }

  @FunctionalInterface
  private interface StepTo {
    Step to(Seq seq);
  }
}
