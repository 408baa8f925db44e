/// What users have begun to write and not sent, the same on all their devices. Entry: the use case
/// [Drafts]. Sending in a conversation ends its draft, which is the store's matter; whether what a
/// draft answers is there, the send decides.
@NullMarked
package io.klatch.domain.draft;

import org.jspecify.annotations.NullMarked;
