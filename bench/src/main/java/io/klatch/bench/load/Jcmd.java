package io.klatch.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Asks a JVM through the `jcmd` of this one.
final class Jcmd {

  /// As HotSpot scales it: at least three digits before the unit.
  private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMG])");

  private final long pid;

  Jcmd(long pid) {
    this.pid = pid;
  }

  void collectGarbage() throws IOException, InterruptedException {
    ask("GC.run");
  }

  /// What the platform threads that still live have allocated since they began, and on them the
  /// virtual ones.
  long allocatedBytes() throws IOException, InterruptedException {
    return allocatedBytes(ask("Thread.print", "-e"));
  }

  static long allocatedBytes(String threads) {
    return ALLOCATED.matcher(threads).results().mapToLong(Jcmd::bytes).sum();
  }

  private static long bytes(MatchResult allocated) {
    int shift = 10 * "BKMG".indexOf(allocated.group(2));
    return Long.parseLong(allocated.group(1)) << shift;
  }

  private String ask(String... question) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "jcmd").toString());
    command.add(Long.toString(pid));
    command.addAll(List.of(question));
    Process asking = new ProcessBuilder(command).redirectErrorStream(true).start();
    String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = asking.waitFor();
    if (exit != 0) {
      throw new IOException(command + " ended with " + exit + ": " + answer);
    }
    return answer;
  }
}
