package io.klatch.socketio.wire;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

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

  /// Objects of these classes that are alive, after a garbage collection, in the order asked.
  public static List<Long> instances(List<String> classes) {
    String histogram;
    try {
      histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
    } catch (JMException fault) {
      throw new LinkageError("a HotSpot JVM can do this", fault);
    }
    return classes.stream().map(name -> instances(histogram, name)).toList();
  }

  private static long instances(String histogram, String name) {
    var row = Pattern.compile("^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(name) + "( |$)");
    return histogram
        .lines()
        .map(row::matcher)
        .filter(match -> match.find())
        .mapToLong(match -> Long.parseLong(match.group(1)))
        .sum();
  }
}
