package io.klatch.server.realtime;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.chat.Changes;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Conversations;
import io.klatch.domain.chat.Editing;
import io.klatch.domain.chat.Expiry;
import io.klatch.domain.chat.Forwarding;
import io.klatch.domain.chat.Guard;
import io.klatch.domain.chat.History;
import io.klatch.domain.chat.Marking;
import io.klatch.domain.chat.Membership;
import io.klatch.domain.chat.Posting;
import io.klatch.domain.chat.Sync;
import io.klatch.domain.chat.ThreadHistory;
import io.klatch.domain.draft.Drafts;
import io.klatch.domain.event.LogReader;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.privacy.PrivacySettings;
import io.klatch.domain.receipt.Inbox;
import io.klatch.domain.receipt.Receipts;
import io.klatch.domain.safety.Apart;
import io.klatch.domain.safety.Blocking;
import io.klatch.domain.safety.Reporting;
import io.klatch.domain.safety.Retention;
import io.klatch.domain.schedule.Dispatch;
import io.klatch.domain.schedule.Scheduling;
import io.klatch.domain.search.Searching;
import io.klatch.domain.tenant.PageRule;
import io.klatch.domain.tenant.Tenants;
import io.klatch.domain.typing.Typing;
import io.klatch.domain.typing.TypingBoard;
import io.klatch.domain.typing.TypingVisibility;
import io.klatch.server.api.BlockApi;
import io.klatch.server.api.ChatApi;
import io.klatch.server.api.DialectApi;
import io.klatch.server.api.DraftApi;
import io.klatch.server.api.DraftView;
import io.klatch.server.api.Intake;
import io.klatch.server.api.MembershipApi;
import io.klatch.server.api.MembershipView;
import io.klatch.server.api.MessageApi;
import io.klatch.server.api.PrivacyApi;
import io.klatch.server.api.ReceiptApi;
import io.klatch.server.api.ReportApi;
import io.klatch.server.api.ScheduleApi;
import io.klatch.server.api.SearchApi;
import io.klatch.server.api.ThreadApi;
import io.klatch.server.api.TypingApi;
import io.klatch.server.api.UnreadApi;
import io.klatch.server.api.UnreadView;
import io.klatch.server.api.ViewApi;
import io.klatch.server.delivery.Arrivals;
import io.klatch.server.delivery.CommitQueue;
import io.klatch.server.delivery.DraftNews;
import io.klatch.server.delivery.Fanout;
import io.klatch.server.delivery.Onlookers;
import io.klatch.server.delivery.PrivacyNews;
import io.klatch.server.delivery.ReceiptNews;
import io.klatch.server.delivery.Resume;
import io.klatch.server.delivery.ResumeConfig;
import io.klatch.server.delivery.RetentionNews;
import io.klatch.server.delivery.ScheduleNews;
import io.klatch.server.delivery.Tenure;
import io.klatch.server.delivery.TypingNews;
import io.klatch.server.delivery.UnreadNews;
import io.klatch.server.delivery.Viewers;
import io.klatch.server.delivery.Whisper;
import io.klatch.server.storage.SearchStore;
import io.klatch.server.storage.Store;
import io.klatch.server.storage.StoreConfig;
import io.klatch.server.threads.Threads;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.engine.EngineListener;
import io.klatch.socketio.engine.IoKind;
import io.klatch.socketio.engine.ListenerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The real stack from listener to database, with tokens of the form `user`, `tenant/user`,
/// `user@second-of-expiry` or `user#device`.
final class LiveServer implements AutoCloseable {
  private static final byte[] KEY = new byte[32];

  /// Tests send more nonsense, and faster, than a client may.
  private static final Conduct PATIENT =
      new Conduct((_, _) -> Duration.ZERO, Integer.MAX_VALUE, Clock.systemUTC());

  final Store store;
  final Realtime realtime;

  /// Users whose tokens are good no more; who is connected stays until `tenure` is told.
  final Set<UserId> takenBack = ConcurrentHashMap.newKeySet();

  final Tenure tenure;

  /// Sends what is due when it is told to.
  final Dispatch dispatch;

  /// Deletes what is over when it is told to.
  final Expiry expiry;

  final Whisper whisper;
  final SearchStore search;
  final Viewers viewers = new Viewers();
  private final TypingNews typingNews;
  final LivePresence presence;

  /// No rounds but those a test asks for.
  final Retention retention;

  final Map<TenantId, Integer> retentionDays = new ConcurrentHashMap<>();
  private final Apart apart;
  final LiveRooms rooms;
  private final Fanout fanout;
  final ReceiptNews receiptNews;
  private final UnreadNews unreadNews;
  private final ExecutorService inboxes = Threads.virtual("test-inbox");
  private final SocketServer sockets = new SocketServer(SocketServerConfig.defaults(), inboxes);
  private final EngineListener listener;

  LiveServer(Path folder) {
    this(folder, Clock.systemUTC(), ResumeConfig.defaults());
  }

  LiveServer(Path folder, Clock clock, ResumeConfig resumeConfig) {
    this(folder, clock, resumeConfig, log -> log);
  }

  LiveServer(Path folder, Conduct conduct) {
    this(folder, Clock.systemUTC(), ResumeConfig.defaults(), log -> log, conduct);
  }

  LiveServer(Path folder, Clock clock, ResumeConfig resumeConfig, UnaryOperator<LogReader> seen) {
    this(folder, clock, resumeConfig, seen, PATIENT);
  }

  /// @param seen what fan-out and resume see of the log
  private LiveServer(
      Path folder,
      Clock clock,
      ResumeConfig resumeConfig,
      UnaryOperator<LogReader> seen,
      Conduct conduct) {
    var random = new SecureRandom();
    var commits = new CommitQueue();
    var arrivals = new Arrivals();
    var typing = new TypingBoard(clock, (_, _) -> {});
    store =
        Store.open(
            folder,
            StoreConfig.defaults(),
            events -> {
              typing.committed(events);
              arrivals.committed(events);
              commits.committed(events);
            },
            clock);
    search = new SearchStore(store);
    var searching = new Searching(search, (_, _) -> Duration.ZERO);
    var limits = ChatLimits.defaults();
    var conversations =
        new Conversations(
            store.conversations(), commits, (_, _) -> Duration.ZERO, limits, random, clock);
    var posting = new Posting(store.messages(), _ -> Duration.ZERO, commits, limits, clock);
    var guard = new Guard(_ -> Duration.ZERO, commits);
    var onlookers = new Onlookers();
    var log = seen.apply(store.log());
    fanout = new Fanout(commits, log, onlookers);
    whisper = new Whisper(commits, fanout, viewers);
    var scheduleNews = new ScheduleNews(whisper);
    dispatch = new Dispatch(store.scheduled(), posting, scheduleNews, clock);
    expiry = new Expiry(store.expiry(), commits);
    var schedules =
        new ScheduleApi(
            new Scheduling(store.scheduled(), guard, limits, scheduleNews, random, clock),
            new SimpleMeterRegistry());
    var history = new History(store.messages());
    var drafts = new Drafts(store.drafts(), (_, _) -> Duration.ZERO, clock);
    var chat =
        new ChatApi(
            conversations,
            posting,
            schedules,
            history,
            new Sync(store.conversations()),
            List.of(
                new MembershipView(store.members()),
                new UnreadView(new Inbox(store.unread())),
                new DraftView(drafts)),
            new SimpleMeterRegistry());
    var messages =
        new MessageApi(
            new Changes(store.changes()),
            new Editing(store.messageChanges(), guard, limits),
            new Marking(store.messageChanges(), guard));
    var reader = store.messageReader();
    var threads =
        new ThreadApi(
            new ThreadHistory(reader), new Forwarding(reader, posting), new SimpleMeterRegistry());
    rooms = new LiveRooms(store, commits, fanout, onlookers, clock);
    var resume = new Resume(fanout, log, store.sessions(), KEY, resumeConfig, random, clock);
    apart = new Apart(store.blocks());
    retention =
        new Retention(
            store.retention(), () -> retentionDays, new RetentionNews(whisper, arrivals), clock);
    receiptNews = new ReceiptNews(whisper, viewers, store.privacy(), apart);
    unreadNews = new UnreadNews(whisper, arrivals, store.unread());
    var receipts =
        new Receipts(
            store.watermarks(),
            store.privacy(),
            moved -> {
              receiptNews.moved(moved);
              unreadNews.moved(moved);
            });
    presence = new LivePresence(store, apart, whisper, clock);
    tenure = new Tenure(it -> !takenBack.contains(it.user()), Duration.ZERO, Clock.systemUTC());
    realtime =
        new Realtime(
            new Authentication(new Tokens(), nobodysPages(store)),
            List.of(
                new ChatCommands(chat, new DialectApi(conversations, history), resume),
                new ViewCommands(new ViewApi(store.memberships()), viewers),
                typing(typing),
                new SafetyCommands(blocks(typing, commits), reports(random, clock)),
                presence.commands(),
                rooms.commands(),
                new PrivacyCommands(
                    new PrivacyApi(new PrivacySettings(store.privacy(), new PrivacyNews(whisper)))),
                new MembershipCommands(
                    new MembershipApi(
                        new Membership(store.members(), _ -> Duration.ZERO, commits, limits))),
                new MessageCommands(messages, threads),
                new SearchCommands(new SearchApi(searching, new SimpleMeterRegistry())),
                new ReceiptCommands(new ReceiptApi(receipts, new SimpleMeterRegistry())),
                new UnreadCommands(new UnreadApi(new Inbox(store.unread()), receipts)),
                new ScheduleCommands(schedules),
                new DraftCommands(
                    new DraftApi(drafts, new SimpleMeterRegistry()), new DraftNews(whisper))),
            Stream.of(
                    Stream.of(fanout, viewers, tenure),
                    presence.watchers().stream(),
                    rooms.watchers().stream())
                .flatMap(each -> each)
                .toList(),
            resume,
            new Intake(),
            conduct);
    typingNews = new TypingNews(typing, whisper);
    typingNews.start();
    realtime.addTo(sockets);
    listener = listen();
  }

  int port() {
    return listener.address().getPort();
  }

  WireClient client(String token) {
    return new WireClient(port(), token);
  }

  /// A client that is connected.
  WireClient signedIn(String token) {
    var client = client(token);
    client.signIn();
    return client;
  }

  @Override
  public void close() {
    tenure.close();
    try {
      sockets.engine().close(Duration.ZERO);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    listener.close();
    typingNews.close();
    presence.close();
    rooms.close();
    inboxes.close();
    receiptNews.close();
    unreadNews.close();
    search.close();
    store.close();
    fanout.close();
  }

  /// Who has switched typing off is not seen.
  private TypingCommands typing(TypingBoard board) {
    var visibility =
        new TypingVisibility() {
          @Override
          public boolean shows(UserKey user) {
            return store.privacy().of(user).typing();
          }

          @Override
          public Set<UserId> hiddenFrom(UserKey user, ConversationKey conversation) {
            return apart.among(user, whisper.hearers(conversation));
          }
        };
    var typing = new Typing(board, store.memberships(), visibility);
    return new TypingCommands(new TypingApi(typing, new SimpleMeterRegistry()));
  }

  private BlockApi blocks(TypingBoard typing, CommitQueue commits) {
    var blocking =
        new Blocking(
            store.blocks(),
            _ -> Duration.ZERO,
            commits,
            (owner, user, blocked) -> {
              if (blocked) {
                typing.hide(owner.tenant(), owner.user(), user);
              }
              presence.blocked(owner, user, blocked);
            });
    return new BlockApi(blocking, new SimpleMeterRegistry());
  }

  private ReportApi reports(SecureRandom random, Clock clock) {
    var reporting = new Reporting(store.reports(), (_, _) -> Duration.ZERO, random, clock);
    return new ReportApi(reporting, new SimpleMeterRegistry());
  }

  private EngineListener listen() {
    try {
      var config = new ListenerConfig("127.0.0.1", 0, 1, IoKind.NIO);
      return EngineListener.start(
          config, List.of(sockets.engine()), Threads.platform("test-io"), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PageRule nobodysPages(Store store) {
    return new PageRule(new Tenants(store.tenants(), _ -> null), _ -> false);
  }

  private static final class Tokens implements TokenVerifier {
    @Override
    public Verification verify(@Nullable String token) {
      if (token == null || token.isEmpty()) {
        return new Verification.Unauthorized("there is no token");
      }
      if (token.equals("expired")) {
        return new Verification.TokenExpired();
      }
      var slash = token.indexOf('/');
      var tenant = slash < 0 ? TenantId.DEFAULT : new TenantId(token.substring(0, slash));
      var hash = token.indexOf('#');
      var device = hash < 0 ? null : new DeviceId(token.substring(hash + 1));
      var at = token.indexOf('@');
      var end = Math.max(at, hash);
      var user = new UserId(token.substring(slash + 1, end < 0 ? token.length() : end));
      var expires =
          at < 0 ? Instant.MAX : Instant.ofEpochSecond(Long.parseLong(token.substring(at + 1)));
      return new Verification.Verified(
          new Identity(
              tenant, user, user.value(), Set.of(), Set.of(), null, null, expires, device));
    }
  }
}
