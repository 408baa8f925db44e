/// Malformed input, case by case, and what the server does with it. `CorpusTest` runs the cases of
/// `PacketCases`, `ArgumentCases`, `RequestCases` and `FrameCases`; CORPUS.md shows the outcome.
@NullMarked
package io.klatch.socketio.corpus;

import org.jspecify.annotations.NullMarked;
