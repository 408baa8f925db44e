/// How far each member of a conversation has got. Entry: the use case [Receipts] over the port
/// [WatermarkStore]. A member has one row of numbers that only rise ([Marks]), however many
/// messages there are. Knows no sockets, and not when or how the numbers are written.
@NullMarked
package io.klatch.domain.receipt;

import org.jspecify.annotations.NullMarked;
