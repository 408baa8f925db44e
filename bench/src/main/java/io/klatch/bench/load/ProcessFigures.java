package io.klatch.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Linux says of a running process.
public record ProcessFigures(long pid) {

  /// `USER_HZ`, which is 100 on every Linux that has a JVM.
  private static final double TICKS_PER_SECOND = 100;

  private static final int UTIME_FIELD = 11;
  private static final int STIME_FIELD = 12;
  private static final long BYTES_PER_KIB = 1_024;

  public static ProcessFigures ofThisProcess() {
    return new ProcessFigures(ProcessHandle.current().pid());
  }

  /// User and system time of all threads since the start, the finished ones included.
  public double cpuSeconds() {
    return userSeconds() + systemSeconds();
  }

  /// What it spent in its own code.
  public double userSeconds() {
    return seconds(UTIME_FIELD);
  }

  /// What the kernel spent for it.
  public double systemSeconds() {
    return seconds(STIME_FIELD);
  }

  private double seconds(int field) {
    String stat = read("stat");
    // The name in parentheses may hold blanks: the fields are counted from behind it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[field]) / TICKS_PER_SECOND;
  }

  public long residentBytes() {
    return read("smaps_rollup")
        .lines()
        .filter(line -> line.startsWith("Rss:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB)
        .findFirst()
        .orElseThrow();
  }

  /// What it has caused to be written to the disk, the filesystem's rounding up to pages included.
  public long writtenBytes() {
    return read("io")
        .lines()
        .filter(line -> line.startsWith("write_bytes:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException gone) {
      throw new UncheckedIOException("reading /proc/" + pid + "/" + file, gone);
    }
  }
}
