/// Files that messages carry. Entry: [Uploads] takes them in, [Downloads] gives them out,
/// [Collecting] takes away what nothing refers to.
///
/// Knows rows and bytes as ports ([AttachmentStore], [Blobs]); knows nothing of messages, which
/// refer to attachments and not the other way round.
@NullMarked
package io.klatch.domain.attachment;

import org.jspecify.annotations.NullMarked;
