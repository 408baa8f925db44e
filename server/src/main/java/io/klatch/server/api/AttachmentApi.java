package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.attachment.ByteSource;
import io.klatch.domain.attachment.DownloadResult;
import io.klatch.domain.attachment.Downloads;
import io.klatch.domain.attachment.UploadResult;
import io.klatch.domain.attachment.Uploads;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.json.Times;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Files into the server and out of it. All block; call on a virtual thread.
public final class AttachmentApi {
  private static final String FILES = "/v1/attachments/";

  private final Uploads uploads;
  private final Downloads downloads;
  private final AttachmentLinks links;
  private final MeterRegistry meters;

  public AttachmentApi(
      Uploads uploads, Downloads downloads, AttachmentLinks links, MeterRegistry meters) {
    this.uploads = uploads;
    this.downloads = downloads;
    this.links = links;
    this.meters = meters;
  }

  /// The whole file.
  ///
  /// @param size in bytes, at most; null when it is not known
  public Reply upload(Identity caller, String name, @Nullable Long size, ByteSource bytes) {
    var result = uploads.take(caller.key(), name, size, bytes);
    count(result);
    return AttachmentReplies.of(result);
  }

  /// `{name, size}`
  public Reply begin(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var name = fields.text("name");
          var size = fields.whole("size", 1, Long.MAX_VALUE);
          var result = uploads.begin(caller.key(), name, size);
          count(result);
          return AttachmentReplies.begun(result);
        });
  }

  public Reply look(Identity caller, String id) {
    return upload(id, it -> uploads.look(caller.key(), it));
  }

  /// @param offset where the part begins, as the client wrote it
  public Reply append(Identity caller, String id, @Nullable String offset, ByteSource bytes) {
    try {
      var from = offset(offset);
      return upload(id, it -> uploads.append(caller.key(), it, from, bytes));
    } catch (Malformed e) {
      return Refusals.badRequest(e.getMessage());
    }
  }

  public Reply complete(Identity caller, String id) {
    return upload(id, it -> uploads.complete(caller.key(), it));
  }

  public Reply giveUp(Identity caller, String id) {
    return upload(id, it -> uploads.giveUp(caller.key(), it));
  }

  /// An address that opens the attachment without a header, for a while.
  public Reply link(Identity caller, String id) {
    return switch (find(caller, id)) {
      case DownloadResult.Found(var attachment, var key) -> {
        var expires = links.expiry();
        var token = "?token=" + links.token(key, expires);
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        json.put("url", FILES + id + token);
        if (attachment.thumbnail()) {
          json.put("thumbnail_url", FILES + id + "/thumbnail" + token);
        }
        json.put("expires_at", Times.wire(expires));
        yield new Reply.Ok(json, false);
      }
      case DownloadResult.NotFound() -> AttachmentReplies.noSuchAttachment();
      case DownloadResult.Unavailable() -> Refusals.unavailable();
    };
  }

  public DownloadResult find(Identity caller, String id) {
    var parsed = AttachmentId.parse(id);
    return parsed == null ? new DownloadResult.NotFound() : downloads.find(caller.key(), parsed);
  }

  /// By a token of [#link].
  public DownloadResult open(String id, String token) {
    var parsed = AttachmentId.parse(id);
    var key = parsed == null ? null : links.opened(parsed, token);
    return key == null ? new DownloadResult.NotFound() : downloads.find(key);
  }

  public ByteSource read(AttachmentKey key, long first, long length) {
    return downloads.read(key, first, length);
  }

  public byte @Nullable [] thumbnail(AttachmentKey key) {
    return downloads.thumbnail(key);
  }

  private Reply upload(String id, Function<AttachmentId, UploadResult> step) {
    var parsed = AttachmentId.parse(id);
    if (parsed == null) {
      return AttachmentReplies.noSuchUpload();
    }
    var result = step.apply(parsed);
    count(result);
    return AttachmentReplies.of(result);
  }

  /// An upload counts when it ends, and each time it is refused.
  private void count(UploadResult result) {
    if (result instanceof UploadResult.Going) {
      return;
    }
    meters.counter("klatch.uploads", "result", label(result)).increment();
    if (result instanceof UploadResult.Complete(var attachment, var made) && made) {
      meters.counter("klatch.upload.bytes").increment((double) attachment.size());
    }
  }

  private static String label(UploadResult result) {
    return switch (result) {
      case UploadResult.Going _ -> "going";
      case UploadResult.Complete _ -> "stored";
      case UploadResult.GivenUp _ -> "given_up";
      case UploadResult.NotFound _ -> "not_found";
      case UploadResult.TooLarge _ -> "too_large";
      case UploadResult.Incomplete _, UploadResult.WrongOffset _ -> "conflict";
      case UploadResult.CutOff _ -> "cut_off";
      case UploadResult.TooMany _ -> "limit_reached";
      case UploadResult.RateLimited _ -> "rate_limited";
      case UploadResult.Busy _, UploadResult.Unavailable _ -> "unavailable";
    };
  }

  private static long offset(@Nullable String text) {
    try {
      var offset = text == null ? -1 : Long.parseLong(text);
      if (offset >= 0) {
        return offset;
      }
    } catch (NumberFormatException _) {
      // Answered below.
    }
    throw new Malformed("offset must be a whole number from 0: where the part begins");
  }
}
