package io.klatch.domain.receipt;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Port: members' marks, in memory at once and at rest within a second. A crash loses at most that
/// second, a stop nothing. Who sends a message has read up to it, without asking here; that is
/// never lost.
///
/// All may block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface WatermarkStore {
  /// How the user stands in those of the conversations of which they are a member.
  ///
  /// @param wanted a number of each conversation that its last one is believed to have reached
  Map<ConversationId, Standing> standings(UserKey user, Map<ConversationId, Seq> wanted);

  /// Moves the marks of a member. Neither membership nor the last number is checked.
  Moved move(MemberKey member, Step step);

  /// Who has read or received a message; null when there is no such message for the reader.
  @Nullable SeenPage seen(ReadSeen query, boolean readerShows);
}
