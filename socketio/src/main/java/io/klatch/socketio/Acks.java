package io.klatch.socketio;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What came back of an event that wanted the acknowledgement of many.
///
/// @param answers the arguments of each acknowledgement, in the order they came
/// @param expected how many had been asked
public record Acks(List<List<JsonNode>> answers, int expected) {
  public Acks {
    answers = List.copyOf(answers);
  }

  /// Whether everybody who was asked has answered; if not, the time was up or somebody has gone.
  public boolean isComplete() {
    return answers.size() == expected;
  }
}
