package io.klatch.socketio.wire;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// What the JVM says of itself.
public final class Figures {
  private static final UnixOperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);

  private Figures() {}

  /// File descriptors of this process: each end of a connection is one.
  public static long openFiles() {
    return SYSTEM.getOpenFileDescriptorCount();
  }

  /// Bytes of the heap that are in use after a garbage collection.
  public static long heapBytes() {
    var memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
