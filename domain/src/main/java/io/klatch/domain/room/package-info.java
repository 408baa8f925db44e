/// Rooms with a fixed number of seats: who is in, who may do what, and how a seat comes back.
/// Entry: [Rooms], its port [RoomStore], and [RoomLeases], which knows whose seat is held by
/// nothing.
///
/// Knows conversations by their id and roles alone; what is said in a room is chat's business.
@NullMarked
package io.klatch.domain.room;

import org.jspecify.annotations.NullMarked;
