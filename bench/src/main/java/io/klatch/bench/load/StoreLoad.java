package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Latencies;
import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.storage.Store;
import io.klatch.server.storage.StoreConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The product's store without the product: the appends that [DurableLoad] causes, from as many
/// senders, each on a virtual thread as a session of the server is.
///
/// What it measures is the most that a server on this store could do on the same cores.
public final class StoreLoad {

  /// What to load, and with what.
  ///
  /// @param data an empty folder, on the disk to be measured
  public record Settings(Path data, int senders, Duration warmUp, Duration measured) {}

  private final Settings settings;
  private final Store store;
  private volatile boolean sending = true;
  private volatile boolean measuring;

  private StoreLoad(Settings settings, Store store) {
    this.settings = settings;
    this.store = store;
  }

  public static Figures run(Settings settings) throws InterruptedException {
    try (var store =
        Store.open(settings.data(), StoreConfig.defaults(), _ -> {}, Clock.systemUTC())) {
      return new StoreLoad(settings, store).measure();
    }
  }

  private Figures measure() throws InterruptedException {
    var latencies = new ArrayList<Latencies>();
    var threads = new ArrayList<Thread>();
    for (int sender = 0; sender < settings.senders(); sender++) {
      var own = new Latencies();
      latencies.add(own);
      int number = sender;
      ConversationId conversation = open(number);
      threads.add(Thread.ofVirtual().unstarted(() -> send(number, conversation, own)));
    }
    threads.forEach(Thread::start);
    TimeUnit.NANOSECONDS.sleep(settings.warmUp().toNanos());
    CpuWindow window = CpuWindow.open(ProcessHandle.current().pid());
    measuring = true;
    TimeUnit.NANOSECONDS.sleep(settings.measured().toNanos());
    measuring = false;
    double seconds = window.seconds();
    sending = false;
    for (Thread thread : threads) {
      thread.join();
    }
    return figures(window, seconds, latencies);
  }

  private Figures figures(CpuWindow window, double seconds, List<Latencies> latencies) {
    var all = new Latencies();
    latencies.forEach(all::add);
    Figures figures = Sends.figures("store", settings.senders(), seconds, all);
    return window.close(figures, "", all.count());
  }

  private ConversationId open(int sender) {
    var id = new ConversationId("c" + sender);
    var user = new UserId(Sends.user(sender));
    var peer = new UserId(Sends.peer(sender));
    store
        .conversations()
        .open(
            new NewConversation(
                TenantId.DEFAULT,
                id,
                ConversationType.DIRECT,
                null,
                List.of(user, peer),
                user,
                now()));
    return id;
  }

  private void send(int sender, ConversationId conversation, Latencies own) {
    var user = new UserKey(TenantId.DEFAULT, new UserId(Sends.user(sender)));
    for (long number = 1; sending; number++) {
      var id = new ClientMessageId(Sends.clientMessageId(sender, number));
      long start = System.nanoTime();
      var appended =
          store.messages().append(new SendMessage(user, conversation, Sends.text(), id), now());
      if (!(appended instanceof Appended.Stored)) {
        throw new IllegalStateException("not stored but " + appended);
      }
      if (measuring) {
        own.record(System.nanoTime() - start);
      }
    }
  }

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
