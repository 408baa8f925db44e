/// The bytes of attachments in the data folder or in a bucket, and what can be seen of pictures.
/// The entry classes are [FileBlobs], [BucketBlobs] and [Thumbnails].
///
/// Knows the domain's ports and no database, transport or message.
@NullMarked
package io.klatch.server.files;

import org.jspecify.annotations.NullMarked;
