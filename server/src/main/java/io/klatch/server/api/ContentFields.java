package io.klatch.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.chat.ChatLimits;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.Expiry;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.api.Payload.Malformed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a message to send may have beside its text: `reply_to`, `thread`, `mentions`, `body`,
/// `attachments`.
final class ContentFields {
  private static final String HERE = "@here";
  private static final String ALL = "@all";

  private ContentFields() {}

  static Content read(Payload fields) {
    var replyTo = seq(fields, "reply_to");
    var thread = seq(fields, "thread");
    var mentions = mentions(fields);
    var body = body(fields);
    return replyTo == null && thread == null && mentions.isEmpty() && body == null
        ? Content.NONE
        : new Content(replyTo, thread, mentions, body, null);
  }

  /// Each once, in the order given.
  static List<AttachmentId> attachments(Payload fields) {
    if (!fields.has("attachments")) {
      return List.of();
    }
    var ids = new LinkedHashSet<AttachmentId>();
    for (var text : fields.texts("attachments", Attachment.OF_MESSAGE_MAX)) {
      var id = AttachmentId.parse(text);
      if (id == null) {
        throw new Malformed("attachments has an entry that is no attachment_id");
      }
      ids.add(id);
    }
    return List.copyOf(ids);
  }

  /// After how many seconds something ends.
  static @Nullable Duration expiresIn(Payload fields, String name) {
    var seconds =
        fields.wholeOrNull(name, Expiry.AFTER_MIN.toSeconds(), Expiry.AFTER_MAX.toSeconds());
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static @Nullable Seq seq(Payload fields, String name) {
    var seq = fields.wholeOrNull(name, 1, Long.MAX_VALUE);
    return seq == null ? null : new Seq(seq);
  }

  private static Mentions mentions(Payload fields) {
    if (!fields.has("mentions")) {
      return Mentions.NONE;
    }
    var users = new ArrayList<UserId>();
    var texts = fields.texts("mentions", ChatLimits.MENTIONS_MAX);
    for (var text : texts) {
      if (!text.equals(HERE) && !text.equals(ALL)) {
        users.add(user(text));
      }
    }
    return new Mentions(users, texts.contains(HERE), texts.contains(ALL));
  }

  private static UserId user(String text) {
    try {
      return new UserId(text);
    } catch (IllegalArgumentException e) {
      throw new Malformed("mentions has an entry that is no user id: " + e.getMessage());
    }
  }

  static @Nullable String body(Payload fields) {
    var body = fields.objectOrNull("body");
    if (body == null) {
      return null;
    }
    var json = body.toString();
    if (json.getBytes(UTF_8).length > ChatLimits.BODY_BYTES_MAX) {
      throw new Malformed(
          "body must be an object of at most %,d bytes".formatted(ChatLimits.BODY_BYTES_MAX));
    }
    return json;
  }
}
