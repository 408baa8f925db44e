package io.klatch.server.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.safety.BlockPage;
import io.klatch.domain.safety.BlockResult;
import io.klatch.domain.safety.BlockStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Blocks in SQL, those of many users in memory: they are asked for with every receipt.
///
/// What was read may have been overtaken by a change before it is kept. So a change counts up
/// `changes` before it takes out what is kept, and who keeps what they read looks at it afterwards.
final class JdbcBlockStore implements BlockStore {
  /// Users and those they keep away, together: some 100 MB if all were full.
  private static final int KEPT_MAX = 1_000_000;

  /// Users read at once, of whom each may have blocked a thousand.
  private static final int READ_MAX = 100;

  /// Rows of one user's blocks that were lifted, kept for the user's other devices.
  private static final int LIFTED_MAX = 1_000;

  private final Writer writer;
  private final Readers readers;
  private final AtomicLong changes = new AtomicLong();
  private final Cache<UserKey, Set<UserId>> kept =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_MAX)
          .weigher((UserKey _, Set<UserId> users) -> users.size() + 1)
          .executor(Runnable::run)
          .build();

  JdbcBlockStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public BlockResult block(UserKey owner, UserId user, int blockedMax) {
    return changed(owner, writer.write(batch -> BlockRows.block(batch, owner, user, blockedMax)));
  }

  @Override
  public BlockResult unblock(UserKey owner, UserId user) {
    return changed(owner, writer.write(batch -> BlockRows.unblock(batch, owner, user, LIFTED_MAX)));
  }

  @Override
  public BlockPage page(UserKey owner, @Nullable UserId after, int limit) {
    return readers.read(
        "listing whom a user has blocked",
        statements -> BlockRows.page(statements, owner, after, limit));
  }

  @Override
  public Map<UserId, Set<UserId>> keptAway(TenantId tenant, Collection<UserId> users) {
    var found = new HashMap<UserId, Set<UserId>>();
    var unknown = new ArrayList<UserId>();
    for (var user : users) {
      var known = kept.getIfPresent(new UserKey(tenant, user));
      if (known == null) {
        unknown.add(user);
      } else if (!known.isEmpty()) {
        found.put(user, known);
      }
    }
    for (var from = 0; from < unknown.size(); from += READ_MAX) {
      var some = unknown.subList(from, Math.min(unknown.size(), from + READ_MAX));
      found.putAll(read(tenant, List.copyOf(some)));
    }
    return found;
  }

  private BlockResult changed(UserKey owner, BlockResult result) {
    changes.incrementAndGet();
    kept.invalidate(owner);
    return result;
  }

  private Map<UserId, Set<UserId>> read(TenantId tenant, List<UserId> users) {
    var before = changes.get();
    var found =
        readers.read("reading blocks", statements -> BlockRows.keptAway(statements, tenant, users));
    for (var user : users) {
      kept.put(new UserKey(tenant, user), Set.copyOf(found.getOrDefault(user, Set.of())));
    }
    if (changes.get() != before) {
      users.forEach(user -> kept.invalidate(new UserKey(tenant, user)));
    }
    return found;
  }
}
