package io.klatch.server.storage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.privacy.PrivacyStore;
import io.klatch.domain.receipt.Marks;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.Moved;
import io.klatch.domain.receipt.ReadSeen;
import io.klatch.domain.receipt.SeenPage;
import io.klatch.domain.receipt.Standing;
import io.klatch.domain.receipt.Step;
import io.klatch.domain.receipt.WatermarkStore;
import io.klatch.server.threads.Beat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Members' marks: the newest in [WatermarkMemory], at rest within a second.
///
/// In the table marks only rise, so that writing something twice or in another order does no harm.
/// Ten receipts of a member in one second are one row written.
final class JdbcWatermarkStore implements WatermarkStore, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JdbcWatermarkStore.class);

  /// What a crash may lose.
  private static final Duration WRITTEN_EVERY = Duration.ofSeconds(1);

  /// Moves that the writer could not take yet; beyond them, moves are refused.
  private static final int PENDING_MAX = 100_000;

  /// In one turn of the writer, so that messages do not wait long behind receipts.
  private static final int ROWS_PER_WRITE = 1_000;

  private final Writer writer;
  private final Readers readers;
  private final WatermarkMemory memory;
  private final PrivacyStore privacy;

  @GuardedBy("this")
  private LogPosition settled;

  private final Beat writing;

  JdbcWatermarkStore(Writer writer, Readers readers, WatermarkMemory memory, PrivacyStore privacy) {
    this.writer = writer;
    this.readers = readers;
    this.memory = memory;
    this.privacy = privacy;
    this.settled = memory.heard();
    this.writing = new Beat("receipts", WRITTEN_EVERY, this::write);
  }

  @Override
  public Map<ConversationId, Standing> standings(UserKey user, Map<ConversationId, Seq> wanted) {
    var found = new HashMap<ConversationId, Standing>();
    var unknown = new ArrayList<MemberKey>();
    wanted.forEach((conversation, seq) -> {
      var member = MemberKey.of(user, conversation);
      var standing = memory.standing(member);
      if (standing == null || standing.lastSeq().compareTo(seq) < 0) {
        unknown.add(member);
      } else {
        found.put(conversation, standing);
      }
    });
    load(unknown).forEach((member, standing) -> found.put(member.conversation(), standing));
    return found;
  }

  /// How those stand who are members.
  Map<MemberKey, Standing> standings(Collection<MemberKey> members) {
    var found = new HashMap<MemberKey, Standing>();
    var unknown = new ArrayList<MemberKey>();
    for (var member : members) {
      var standing = memory.standing(member);
      if (standing == null) {
        unknown.add(member);
      } else {
        found.put(member, standing);
      }
    }
    found.putAll(load(unknown));
    return found;
  }

  @Override
  public Moved move(MemberKey member, Step step) {
    if (memory.pending() > PENDING_MAX) {
      throw new UnavailableException("the store is behind with receipts");
    }
    while (true) {
      var moved = memory.move(member, step);
      if (moved != null) {
        // Nobody repeats what was done by hand, so it is not left to chance.
        if (moved.isChange() && step.markedUnread() != null && step.markedUnread()) {
          write();
        }
        return moved;
      }
      if (load(List.of(member)).isEmpty()) {
        var nobody = new Standing(Marks.NONE, false, Seq.NONE);
        return new Moved(member, nobody, nobody);
      }
    }
  }

  @Override
  public @Nullable SeenPage seen(ReadSeen query, boolean readerShows) {
    write();
    var found =
        readers.read(
            "reading who has seen a message",
            statements -> new Found(SeenRows.page(statements, query, readerShows)));
    return found.page;
  }

  /// Members whose marks are not written yet.
  int pending() {
    return memory.pending();
  }

  /// Brings to the table what has moved. One at a time; what fails stays pending.
  synchronized void write() {
    var heard = memory.heard();
    memory.sent().forEach(this::settle);
    var steps = memory.steps();
    for (var from = 0; from < steps.size(); from += ROWS_PER_WRITE) {
      write(steps.subList(from, Math.min(from + ROWS_PER_WRITE, steps.size())));
    }
    if (!heard.equals(settled)) {
      writer.write(batch -> {
        WatermarkRows.settled(batch.statements(), heard);
        return true;
      });
      settled = heard;
    }
  }

  @Override
  public void close() {
    writing.close();
    try {
      write();
    } catch (UnavailableException | StoreException e) {
      log.error("receipts of the last second are lost members={}", memory.pending(), e);
    }
  }

  private void write(List<Map.Entry<MemberKey, Step>> steps) {
    writer.write(batch -> {
      WatermarkRows.move(batch.statements(), steps);
      return true;
    });
    memory.written(steps);
  }

  /// Who has sent has read up to it.
  private void settle(MemberKey sender, Seq seq) {
    var open = privacy.of(sender.userKey()).readReceipts();
    var marks = open ? Marks.readUpTo(seq) : Marks.readInPrivateUpTo(seq);
    memory.settle(sender, seq, new Step(marks, false));
  }

  /// Reads those of them who are members, and keeps them in memory.
  private Map<MemberKey, Standing> load(Collection<MemberKey> members) {
    var found = new HashMap<MemberKey, Standing>();
    var left = List.copyOf(members);
    while (!left.isEmpty()) {
      var some = left.subList(0, Math.min(left.size(), WatermarkRows.KEYS_MAX));
      if (loadSome(some, found)) {
        left = left.subList(some.size(), left.size());
      }
    }
    return found;
  }

  /// False when the read was overtaken, and has to be repeated.
  private boolean loadSome(List<MemberKey> members, Map<MemberKey, Standing> found) {
    var before = memory.overtaken();
    var rows =
        readers.read("reading receipts", statements -> WatermarkRows.find(statements, members));
    for (var row : rows.entrySet()) {
      var standing = memory.keep(row.getKey(), row.getValue(), before);
      if (standing == null) {
        return false;
      }
      found.put(row.getKey(), standing);
    }
    return true;
  }

  private record Found(@Nullable SeenPage page) {}
}
