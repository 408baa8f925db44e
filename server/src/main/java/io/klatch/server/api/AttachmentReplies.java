package io.klatch.server.api;

import io.klatch.domain.attachment.Upload;
import io.klatch.domain.attachment.UploadResult;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.AttachmentJson;
import io.klatch.server.json.Times;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answer to each result of an upload. Pure functions.
final class AttachmentReplies {
  private AttachmentReplies() {}

  static Reply of(UploadResult result) {
    return switch (result) {
      case UploadResult.Going(var upload) -> new Ok(upload(upload), false);
      case UploadResult.Complete(var attachment, var made) ->
          new Ok(AttachmentJson.addTo(ok(), attachment), made);
      case UploadResult.GivenUp() -> new Ok(ok(), false);
      case UploadResult.NotFound() -> noSuchUpload();
      case UploadResult.TooLarge(var bytesMax) ->
          Refused.of(ErrorCode.TOO_LARGE, "the file has more than %,d bytes".formatted(bytesMax));
      case UploadResult.Incomplete(var received, var size) ->
          Refused.of(
              ErrorCode.CONFLICT, "%,d of at least %,d bytes are here".formatted(received, size));
      case UploadResult.WrongOffset(var received) ->
          Refused.of(ErrorCode.CONFLICT, "the next part begins at offset " + received);
      case UploadResult.Busy() ->
          new Refused(
              ErrorCode.UNAVAILABLE,
              "a part of it was coming in and is cut off: ask for the offset and go on",
              Refusals.UNAVAILABLE_RETRY);
      case UploadResult.CutOff() -> Refusals.badRequest("the file was cut off");
      case UploadResult.TooMany(var what, var max) ->
          Refused.of(ErrorCode.LIMIT_REACHED, "there are at most %,d %s".formatted(max, what));
      case UploadResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "uploading too fast", retryAfter);
      case UploadResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static Reply begun(UploadResult result) {
    return of(result) instanceof Ok(var json, _) ? new Ok(json, true) : of(result);
  }

  static Reply noSuchUpload() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such upload");
  }

  static Reply noSuchAttachment() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such attachment");
  }

  private static ObjectNode upload(Upload upload) {
    var json = ok();
    json.put("upload_id", upload.id().value());
    json.put("name", upload.name().value());
    json.put("size", upload.size());
    json.put("offset", upload.received());
    json.put("expires_at", Times.wire(upload.keptUntil()));
    return json;
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
