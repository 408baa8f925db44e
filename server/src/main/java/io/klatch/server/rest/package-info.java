/// The REST routes of docs/protocol.md; the entry classes are [ChatRoutes], [LinstaRoutes] and
/// [DevRoutes], which add themselves to a router.
///
/// Every route but the development one asks [Callers] who is calling. Knows requests as records,
/// and nothing of Netty or sockets.
@NullMarked
package io.klatch.server.rest;

import org.jspecify.annotations.NullMarked;
