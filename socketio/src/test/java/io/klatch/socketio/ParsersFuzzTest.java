package io.klatch.socketio;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/// Coverage-guided fuzzing of whatever reads what clients send. Each of the two runs in a process
/// of its own (pom.xml); README.md says how.
class ParsersFuzzTest {
  /// In every build: as many inputs as a few seconds allow, and less than a minute on a slow
  /// machine.
  @Tag("fuzz")
  @FuzzTest(maxDuration = "30s", maxExecutions = 800_000)
  void any_input_is_read_or_refused(byte[] input) {
    Fuzzed.any(input);
  }

  @Tag("fuzz-by-hand")
  @FuzzTest(maxDuration = "10m")
  void any_input_is_read_or_refused_for_ten_minutes(byte[] input) {
    Fuzzed.any(input);
  }
}
