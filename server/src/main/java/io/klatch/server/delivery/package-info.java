/// From the log to the sockets of this process: live as it is committed ([Fanout]), and afterwards
/// to who was away ([Resume]). Both write the same event the same way ([EventMessages]). Knows
/// sockets and the ports of the domain; neither SQL nor what clients may ask for.
@NullMarked
package io.klatch.server.delivery;

import org.jspecify.annotations.NullMarked;
