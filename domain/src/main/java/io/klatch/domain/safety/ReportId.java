package io.klatch.domain.safety;

import io.klatch.domain.kernel.ConversationId;
import java.util.random.RandomGenerator;

/// A report's opaque id: `r` and 100 random bits.
public record ReportId(String value) {
  static ReportId random(RandomGenerator random) {
    return new ReportId("r" + ConversationId.random(random).value().substring(1));
  }

  @Override
  public String toString() {
    return value;
  }
}
