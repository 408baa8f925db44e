package io.klatch.socketio.wire;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class when a Netty buffer was dropped without a release. Registered for all test
/// classes of the module; sees everything because the build sets the paranoid level.
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  static {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation") // The only method that cannot be left out.
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return new Recording<>(resource, samplingInterval);
          }
        });
  }

  private static final class Recording<T> extends ResourceLeakDetector<T> {
    Recording(Class<?> resourceType, int samplingInterval) {
      super(resourceType, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      LEAKS.add(resourceType + " was not released" + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      LEAKS.add(resourceType + " was not released");
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {}

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    if (context.getEnclosingTestClasses().isEmpty()) {
      var leaks = drain();
      if (!leaks.isEmpty()) {
        throw new AssertionError(leaks.size() + " leaks, the first: " + leaks.getFirst());
      }
    }
  }

  /// Collects garbage and takes the leaks reported since the last call.
  public static List<String> drain() throws InterruptedException {
    collectGarbage();
    // Detectors report when they are asked to watch the next buffer.
    UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    Unpooled.directBuffer(1).release();
    var leaks = List.copyOf(LEAKS);
    LEAKS.clear();
    return leaks;
  }

  private static void collectGarbage() throws InterruptedException {
    var queue = new ReferenceQueue<Object>();
    var canary = new WeakReference<>(new Object(), queue);
    for (int i = 0; i < 10 && !canary.refersTo(null); i++) {
      System.gc();
      var _ = queue.remove(100);
    }
  }
}
