package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.attachment.AttachmentLimits;
import io.klatch.domain.attachment.AttachmentStore;
import io.klatch.domain.attachment.Blobs;
import io.klatch.domain.attachment.ByteSource;
import io.klatch.domain.attachment.Collecting;
import io.klatch.domain.attachment.Pictures;
import io.klatch.domain.attachment.UploadResult;
import io.klatch.domain.attachment.Uploads;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.files.FileBlobs;
import io.klatch.server.storage.Store;
import io.klatch.server.storage.StoreConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that dies before or after any one step of an upload, or of taking one away, on a real
/// database and real files. What it leaves behind is found by the next process, and goes.
class AttachmentCrashTest {
  private static final UserKey ANN = new UserKey(TenantId.DEFAULT, new UserId("ann"));
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final byte[] BYTES = "GIF89a and more".getBytes(UTF_8);

  /// Only one file of a user fits.
  private static final AttachmentLimits LIMITS =
      new AttachmentLimits(BYTES.length, 1, BYTES.length, Duration.ofHours(1));

  @TempDir private Path folder;
  private int steps;
  private int dieAt;
  private boolean dead;

  @Test
  void leaves_nothing_for_ever_at_any_step() throws IOException {
    for (var survived = false; !survived; dieAt++) {
      live(this::upload);
      survived = !dead;
      assertNothingIsLeft();
    }
    assertThat(dieAt).isGreaterThan(20);
  }

  @Test
  void leaves_nothing_for_ever_while_it_takes_something_away() throws IOException {
    for (var survived = false; !survived; dieAt++) {
      var at = dieAt;
      dieAt = Integer.MAX_VALUE;
      live(this::upload);
      dieAt = at;
      live(parts -> collecting(parts).round());
      survived = !dead;
      dieAt = Integer.MAX_VALUE;
      live(parts -> collecting(parts).round());
      dieAt = at;
      assertNothingIsLeft();
    }
    assertThat(dieAt).isGreaterThan(5);
  }

  private record Parts(AttachmentStore store, Blobs blobs) {}

  private interface Life {
    void live(Parts parts);
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /// One process, from its start to its end or death.
  private void live(Life life) throws IOException {
    steps = 0;
    dead = false;
    var blobs = new FileBlobs(folder.resolve("attachments"));
    try (var store = Store.open(folder, StoreConfig.defaults(), _ -> {}, Clock.systemUTC())) {
      life.live(
          new Parts(
              mortal(AttachmentStore.class, store.attachments()), mortal(Blobs.class, blobs)));
    } catch (Death _) {
      // The next one goes on.
    }
  }

  /// In two parts, then complete.
  private void upload(Parts parts) {
    var uploads = uploads(parts);
    var begun = uploads.begin(ANN, "a.gif", BYTES.length);
    var id = ((UploadResult.Going) begun).upload().id();
    uploads.append(ANN, id, 0, source(0, 5));
    uploads.append(ANN, id, 5, source(5, BYTES.length - 5));
    assertThat(uploads.complete(ANN, id)).isInstanceOf(UploadResult.Complete.class);
  }

  private static Uploads uploads(Parts parts) {
    return new Uploads(
        parts.store,
        parts.blobs,
        (_, _) -> new Pictures.Seen(null, new byte[] {1}),
        (_, _) -> Duration.ZERO,
        LIMITS,
        new Random(),
        () -> NOW);
  }

  private static Collecting collecting(Parts parts) {
    return new Collecting(parts.store, parts.blobs, () -> NOW.plus(Duration.ofDays(1)));
  }

  private void assertNothingIsLeft() throws IOException {
    var at = dieAt;
    dieAt = Integer.MAX_VALUE;
    live(parts -> {
      assertThat(collecting(parts).round()).as("found later").isBetween(0, 1);
      assertThat(collecting(parts).round()).as("found at last").isZero();
      var next = uploads(parts).begin(ANN, "next", BYTES.length);
      assertThat(next).as("after a death at step " + at).isInstanceOf(UploadResult.Going.class);
      uploads(parts).giveUp(ANN, ((UploadResult.Going) next).upload().id());
    });
    dieAt = at;
    try (var all = Files.walk(folder.resolve("attachments"))) {
      assertThat(all.filter(Files::isRegularFile)).as("after a death at step " + at).isEmpty();
    }
  }

  /// Each call is two steps: before it and after it.
  private <T> T mortal(Class<T> port, T part) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, given) -> {
              step();
              var result = call(part, method, given);
              step();
              return result;
            }));
  }

  private static @Nullable Object call(Object part, Method method, Object @Nullable [] given)
      throws Throwable {
    try {
      return method.invoke(part, given);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private void step() {
    dead |= steps++ == dieAt;
    if (dead) {
      throw new Death();
    }
  }

  private static ByteSource source(int first, int length) {
    var in = new ByteArrayInputStream(BYTES, first, length);
    return new ByteSource() {
      @Override
      public int read(byte[] into, int offset, int count) {
        return in.read(into, offset, count);
      }

      @Override
      public void close() {}
    };
  }
}
