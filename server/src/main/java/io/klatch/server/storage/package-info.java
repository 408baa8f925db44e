/// The domain's stores in SQL: the only package that knows any. Entry: [Store], which opens a data
/// folder and hands out the ports. One writer thread groups transactions so that many sends share
/// one fsync; a few reader threads serve the rest. Must not know sockets or HTTP.
@NullMarked
package io.klatch.server.storage;

import org.jspecify.annotations.NullMarked;
