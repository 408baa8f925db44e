/// Finding messages by their words; the entry class is [Searching].
///
/// [Words] says what a word is, for messages and queries alike; [SearchTerms] reads a query,
/// [Snippet] shows where a message says it. How an index is kept is the matter of the port
/// [MessageSearch].
@NullMarked
package io.klatch.domain.search;

import org.jspecify.annotations.NullMarked;
