package io.klatch.socketio;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/// Coverage-guided fuzzing of the parsers. The build runs the seeds; README.md says how to fuzz.
@Tag("fuzz")
class ParsersFuzzTest {
  private static final byte[] ATTACHMENT = {1, 2, 3};

  /// The first byte says which parser reads the rest.
  @FuzzTest(maxDuration = "10m")
  void any_input_is_read_or_refused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var rest = Arrays.copyOfRange(input, 1, input.length);
    switch (input[0]) {
      case 'e' -> Fuzzed.engine(new String(rest, StandardCharsets.UTF_8));
      case 'm' -> Fuzzed.msgpack(rest);
      default -> Fuzzed.json(new String(rest, StandardCharsets.UTF_8), ATTACHMENT);
    }
  }
}
