/// What may be said in rooms: [RoomFilter] looks at a text, [WordFilter] is the one there is, and
/// [FilteredRooms] asks it before a message of a room is stored.
///
/// Knows nothing of rooms but which conversations are theirs.
@NullMarked
package io.klatch.domain.moderation;

import org.jspecify.annotations.NullMarked;
