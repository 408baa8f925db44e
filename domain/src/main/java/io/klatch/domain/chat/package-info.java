/// Conversations and their messages. Entry: the use cases [Posting], [Conversations], [History],
/// [Changes], [Sync]; each takes a command record and answers a sealed result. The ports
/// [MessageStore], [ConversationStore], [MemberStore], [ChangeStore], [SendLimiter] and [Admission]
/// are what they need. Knows neither sockets nor SQL.
@NullMarked
package io.klatch.domain.chat;

import org.jspecify.annotations.NullMarked;
