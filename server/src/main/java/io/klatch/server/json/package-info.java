/// The JSON objects clients see, the same over sockets and REST. Entry: [Dialect] for messages,
/// [ConversationJson] for conversations. Knows the domain's records and no transport.
@NullMarked
package io.klatch.server.json;

import org.jspecify.annotations.NullMarked;
