package io.klatch.server;

import io.klatch.domain.chat.Changes;
import io.klatch.domain.chat.Conversations;
import io.klatch.domain.chat.Editing;
import io.klatch.domain.chat.Expiry;
import io.klatch.domain.chat.Forwarding;
import io.klatch.domain.chat.Guard;
import io.klatch.domain.chat.History;
import io.klatch.domain.chat.Marking;
import io.klatch.domain.chat.Membership;
import io.klatch.domain.chat.Posting;
import io.klatch.domain.chat.Screening;
import io.klatch.domain.chat.SendLimiter;
import io.klatch.domain.chat.SendRates;
import io.klatch.domain.chat.Sync;
import io.klatch.domain.chat.ThreadHistory;
import io.klatch.domain.draft.Drafts;
import io.klatch.domain.export.Exports;
import io.klatch.domain.presence.PresenceDesk;
import io.klatch.domain.presence.PresenceNews.Change;
import io.klatch.domain.privacy.PrivacySettings;
import io.klatch.domain.receipt.Inbox;
import io.klatch.domain.receipt.Receipts;
import io.klatch.domain.safety.Apart;
import io.klatch.domain.typing.Typing;
import io.klatch.domain.user.Users;
import io.klatch.server.api.ChatApi;
import io.klatch.server.api.DialectApi;
import io.klatch.server.api.DraftApi;
import io.klatch.server.api.DraftView;
import io.klatch.server.api.ExportApi;
import io.klatch.server.api.MembershipApi;
import io.klatch.server.api.MembershipView;
import io.klatch.server.api.MessageApi;
import io.klatch.server.api.OwnView;
import io.klatch.server.api.PrivacyApi;
import io.klatch.server.api.ReceiptApi;
import io.klatch.server.api.SystemMessageApi;
import io.klatch.server.api.ThreadApi;
import io.klatch.server.api.TypingApi;
import io.klatch.server.api.UnreadApi;
import io.klatch.server.api.UnreadView;
import io.klatch.server.api.UserApi;
import io.klatch.server.api.ViewApi;
import io.klatch.server.delivery.DraftNews;
import io.klatch.server.delivery.PrivacyNews;
import io.klatch.server.delivery.ReceiptNews;
import io.klatch.server.delivery.SessionWatcher;
import io.klatch.server.delivery.TypingNews;
import io.klatch.server.delivery.UnreadNews;
import io.klatch.server.http.Router;
import io.klatch.server.limits.NewAccounts;
import io.klatch.server.realtime.ChatCommands;
import io.klatch.server.realtime.Commands;
import io.klatch.server.realtime.DraftCommands;
import io.klatch.server.realtime.MembershipCommands;
import io.klatch.server.realtime.MessageCommands;
import io.klatch.server.realtime.PrivacyCommands;
import io.klatch.server.realtime.ReceiptCommands;
import io.klatch.server.realtime.ScheduleCommands;
import io.klatch.server.realtime.TypingCommands;
import io.klatch.server.realtime.UnreadCommands;
import io.klatch.server.realtime.ViewCommands;
import io.klatch.server.rest.BackEndRoutes;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.ChatRoutes;
import io.klatch.server.rest.DraftRoutes;
import io.klatch.server.rest.ExportRoutes;
import io.klatch.server.rest.LinstaRoutes;
import io.klatch.server.rest.MembershipRoutes;
import io.klatch.server.rest.MessageRoutes;
import io.klatch.server.rest.PrivacyRoutes;
import io.klatch.server.rest.ReceiptRoutes;
import io.klatch.server.rest.ScheduleRoutes;
import io.klatch.server.rest.UnreadRoutes;
import io.klatch.server.threads.Beat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What the server can do, one method each: the use cases over their ports, and how they are
/// reached, by sockets and by HTTP.
final class Capabilities {
  private static final Duration EXPIRY_ROUND = Duration.ofSeconds(1);

  private final Core core;
  private final Screening screening;
  private final SendLimiter limiter;
  private final Drafts drafts;
  private final Apart apart;
  private final List<Commands> commands = new ArrayList<>();
  private final List<SessionWatcher> watchers = new ArrayList<>();
  private final List<BiConsumer<Router.Builder, Callers>> routes = new ArrayList<>();
  private final RoomWiring rooms;

  /// @param presenceListener is told who comes and goes
  Capabilities(Core core, Screening screening, Consumer<Change> presenceListener) {
    this.core = core;
    this.apart = new Apart(core.store().blocks());
    this.screening = screening;
    this.limiter = new SendRates(core.allowances(), newAccounts(core));
    this.drafts = new Drafts(core.store().drafts(), core.allowances(), core.clock());
    chat();
    viewing();
    privacy();
    messages();
    members();
    var presence = new PresenceWiring(core, apart, presenceListener);
    commands.add(presence.commands());
    watchers.addAll(presence.watchers());
    routes.add(presence::addRoutes);
    safety(presence);
    typing(presence.desk());
    receipts();
    drafts();
    var search = new SearchWiring(core);
    commands.add(search.commands());
    routes.add(search::addRoutes);
    rooms = new RoomWiring(core);
    commands.addAll(rooms.commands());
    watchers.addAll(rooms.watchers());
    routes.add(rooms::addRoutes);
    backEnds();
  }

  private static NewAccounts newAccounts(Core core) {
    return new NewAccounts(
        core.config().limits().newAccountAge(), core.store().users(), core.clock());
  }

  List<Commands> commands() {
    return commands;
  }

  /// Who hears of sockets that come and go.
  List<SessionWatcher> watchers() {
    return watchers;
  }

  RoomWiring rooms() {
    return rooms;
  }

  void addRoutes(Router.Builder router, Callers callers) {
    routes.forEach(each -> each.accept(router, callers));
  }

  private void chat() {
    var store = core.store();
    var limits = core.config().chat();
    var conversations =
        new Conversations(
            store.conversations(),
            core.commits(),
            core.allowances(),
            limits,
            core.random(),
            core.clock());
    var posting = posting();
    var schedules = new ScheduleWiring(core, posting, guard()).api();
    commands.add(new ScheduleCommands(schedules));
    routes.add((router, callers) -> new ScheduleRoutes(schedules, callers).addTo(router));
    var history = new History(store.messages());
    var sync = new Sync(store.conversations());
    var chat = new ChatApi(conversations, posting, schedules, history, sync, own(), core.meters());
    commands.add(new ChatCommands(chat, new DialectApi(conversations, history), core.resume()));
    routes.add((router, callers) -> new ChatRoutes(chat, callers).addTo(router));
    routes.add(
        (router, callers) -> new LinstaRoutes(conversations, history, callers).addTo(router));
  }

  /// What answers tell of a conversation that concerns the caller alone.
  private List<OwnView> own() {
    return List.of(
        new MembershipView(core.store().members()),
        new UnreadView(new Inbox(core.store().unread())),
        new DraftView(drafts));
  }

  private void viewing() {
    commands.add(new ViewCommands(new ViewApi(core.store().memberships()), core.viewers()));
    watchers.add(core.viewers());
  }

  private void typing(PresenceDesk presence) {
    var store = core.store();
    var visibility =
        new TypingPrivacy(store.privacy(), presence, store.presence(), core.whisper(), apart);
    var typing = new Typing(core.typing(), store.memberships(), visibility);
    commands.add(new TypingCommands(new TypingApi(typing, core.meters())));
    var news = core.lifetimes().add("typing", new TypingNews(core.typing(), core.whisper()));
    Meters.of(core.typing(), news, core.meters());
    news.start();
  }

  private void privacy() {
    var settings = new PrivacySettings(core.store().privacy(), new PrivacyNews(core.whisper()));
    var api = new PrivacyApi(settings);
    commands.add(new PrivacyCommands(api));
    routes.add((router, callers) -> new PrivacyRoutes(api, callers).addTo(router));
  }

  private void members() {
    var membership =
        new Membership(core.store().members(), limiter, core.commits(), core.config().chat());
    var api = new MembershipApi(membership);
    commands.add(new MembershipCommands(api));
    routes.add((router, callers) -> new MembershipRoutes(api, callers).addTo(router));
  }

  private void safety(PresenceWiring presence) {
    var safety = new SafetyWiring(core, limiter, presence::blocked);
    commands.add(safety.commands());
    routes.add(safety::addRoutes);
  }

  private Posting posting() {
    return new Posting(
        core.store().messages(),
        limiter,
        core.commits(),
        core.config().chat(),
        core.clock(),
        screening);
  }

  private Guard guard() {
    return new Guard(limiter, core.commits());
  }

  private void messages() {
    var store = core.store();
    var guard = guard();
    var reader = store.messageReader();
    var forwarding = new Forwarding(reader, posting());
    var threads = new ThreadApi(new ThreadHistory(reader), forwarding, core.meters());
    var editing = new Editing(store.messageChanges(), guard, core.config().chat(), screening);
    var marking = new Marking(store.messageChanges(), guard);
    var messages = new MessageApi(new Changes(store.changes()), editing, marking);
    commands.add(new MessageCommands(messages, threads));
    expiry();
    routes.add((router, callers) -> new MessageRoutes(messages, threads, callers).addTo(router));
  }

  /// Messages that end by themselves are deleted within a second or two.
  private void expiry() {
    var expiry = new Expiry(core.store().expiry(), core.commits());
    var expired = core.meters().counter("klatch.messages.expired");
    var _ =
        core.lifetimes()
            .add(
                "expiry",
                new Beat("expiry", EXPIRY_ROUND, () -> expired.increment(expiry.round())));
  }

  private void drafts() {
    var api = new DraftApi(drafts, core.meters());
    var news = new DraftNews(core.whisper());
    commands.add(new DraftCommands(api, news));
    routes.add((router, callers) -> new DraftRoutes(api, news, callers).addTo(router));
  }

  private void backEnds() {
    var store = core.store();
    var users = new UserApi(new Users(store.users()));
    var system = new SystemMessageApi(posting());
    routes.add((router, callers) -> new BackEndRoutes(users, system, callers).addTo(router));
    var exports =
        new ExportApi(
            new Exports(
                store.exports(),
                store.users(),
                store.privacy(),
                store.presence(),
                store.blocks(),
                store.drafts(),
                store.scheduled()));
    routes.add(
        (router, callers) -> new ExportRoutes(exports, callers, core.meters()).addTo(router));
  }

  private void receipts() {
    var privacy = core.store().privacy();
    var news =
        core.lifetimes()
            .add("receipt news", new ReceiptNews(core.whisper(), core.viewers(), privacy, apart));
    var counts =
        core.lifetimes()
            .add(
                "unread news",
                new UnreadNews(core.whisper(), core.arrivals(), core.store().unread()));
    var receipts =
        new Receipts(
            core.store().watermarks(),
            privacy,
            moved -> {
              news.moved(moved);
              counts.moved(moved);
            });
    var api = new ReceiptApi(receipts, core.meters());
    commands.add(new ReceiptCommands(api));
    routes.add((router, callers) -> new ReceiptRoutes(api, callers).addTo(router));
    var unread = new UnreadApi(new Inbox(core.store().unread()), receipts);
    commands.add(new UnreadCommands(unread));
    routes.add((router, callers) -> new UnreadRoutes(unread, callers).addTo(router));
  }
}
