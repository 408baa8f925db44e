package io.klatch.domain.export;

import io.klatch.domain.draft.DraftStore;
import io.klatch.domain.export.Exported.OfBlock;
import io.klatch.domain.export.Exported.OfChange;
import io.klatch.domain.export.Exported.OfDraft;
import io.klatch.domain.export.Exported.OfFile;
import io.klatch.domain.export.Exported.OfMember;
import io.klatch.domain.export.Exported.OfMembership;
import io.klatch.domain.export.Exported.OfMessage;
import io.klatch.domain.export.Exported.OfReaction;
import io.klatch.domain.export.Exported.OfReport;
import io.klatch.domain.export.Exported.OfScheduled;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.PresenceStore;
import io.klatch.domain.privacy.Privacy;
import io.klatch.domain.privacy.PrivacyStore;
import io.klatch.domain.safety.BlockStore;
import io.klatch.domain.schedule.ScheduleStore;
import io.klatch.domain.user.UserStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks through all there is, a page in memory at a time, each piece as it is when it is come to.
/// Blocks while it is walked; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public final class Exports {
  private final ExportStore store;
  private final UserStore users;
  private final PrivacyStore privacy;
  private final PresenceStore presence;
  private final BlockStore blocks;
  private final DraftStore drafts;
  private final ScheduleStore scheduled;

  public Exports(
      ExportStore store,
      UserStore users,
      PrivacyStore privacy,
      PresenceStore presence,
      BlockStore blocks,
      DraftStore drafts,
      ScheduleStore scheduled) {
    this.store = store;
    this.users = users;
    this.privacy = privacy;
    this.presence = presence;
    this.blocks = blocks;
    this.drafts = drafts;
    this.scheduled = scheduled;
  }

  /// Itself, its members, its messages, its changes; null when there is no such conversation.
  public @Nullable Iterator<Exported> conversation(ConversationKey key) {
    var conversation = store.conversation(key);
    if (conversation == null) {
      return null;
    }
    var itself = new Exported.OfConversation(conversation);
    var members =
        new Pages<OfMember>(
            last -> store.members(key, last == null ? null : last.user(), Pages.SIZE));
    var messages =
        new Pages<OfMessage>(last ->
            store.messages(key, last == null ? Seq.NONE : last.message().seq(), Pages.SIZE));
    var changes =
        new Pages<OfChange>(last ->
            store.changes(key, last == null ? ChangeSeq.NONE : last.change().number(), Pages.SIZE));
    return new Walk(
        List.of(List.of(itself).iterator(), members, messages, changes), _ -> List.of());
  }

  /// What is kept of the user, then each conversation they are or were in with what they sent and
  /// showed there; null when nothing is.
  public @Nullable Iterator<Exported> user(UserKey user) {
    var walk =
        new Walk(
            List.of(
                own(user).iterator(),
                blocks(user),
                new Pages<OfReport>(last -> store.reports(user, last, Pages.SIZE)),
                drafts(user),
                scheduled(user),
                new Pages<OfFile>(last -> store.files(user, last, Pages.SIZE)),
                memberships(user)),
            piece -> piece instanceof OfMembership it ? inConversation(user, it) : List.of());
    return walk.isEmpty() ? null : walk;
  }

  /// Of which there is one each, where it is not as with everybody.
  private List<Exported> own(UserKey user) {
    var own = new ArrayList<Exported>();
    var profile = users.find(user);
    if (profile != null) {
      own.add(new Exported.OfUser(profile));
    }
    var settings = privacy.of(user);
    if (!settings.equals(Privacy.OPEN)) {
      own.add(new Exported.OfPrivacy(settings));
    }
    presence
        .find(user.tenant(), Set.of(user.user()))
        .values()
        .forEach(each -> own.add(new Exported.OfPresence(each)));
    return own;
  }

  private Iterator<OfBlock> blocks(UserKey user) {
    return new Pages<>(last ->
        blocks.page(user, last == null ? null : last.block().user(), Pages.SIZE).blocks().stream()
            .map(OfBlock::new)
            .toList());
  }

  private Iterator<OfDraft> drafts(UserKey user) {
    return new Pages<>(last ->
        drafts.list(user, Pages.SIZE, last == null ? null : last.draft().conversation()).stream()
            .map(OfDraft::new)
            .toList());
  }

  private Iterator<OfScheduled> scheduled(UserKey user) {
    return new Pages<>(last ->
        scheduled.list(user, Pages.SIZE, last == null ? null : last.scheduled().place()).stream()
            .map(OfScheduled::new)
            .toList());
  }

  private Iterator<OfMembership> memberships(UserKey user) {
    return new Pages<>(
        last -> store.memberships(user, last == null ? null : last.conversation(), Pages.SIZE));
  }

  private List<Iterator<? extends Exported>> inConversation(UserKey user, OfMembership in) {
    var id = in.conversation();
    return List.of(
        new Windows<OfMessage>(in.lastSeq(), (after, upTo) -> store.sent(user, id, after, upTo)),
        new Windows<OfReaction>(
            in.lastSeq(), (after, upTo) -> store.reactions(user, id, after, upTo)));
  }
}
