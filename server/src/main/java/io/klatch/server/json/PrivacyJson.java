package io.klatch.server.json;

import io.klatch.domain.privacy.Privacy;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Privacy settings as their user sees them.
public final class PrivacyJson {
  private PrivacyJson() {}

  /// `{read_receipts, typing, last_seen, reciprocal}`
  public static ObjectNode of(Privacy privacy) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("read_receipts", privacy.readReceipts());
    json.put("typing", privacy.typing());
    json.put("last_seen", privacy.lastSeen());
    json.put("reciprocal", privacy.reciprocal());
    return json;
  }
}
