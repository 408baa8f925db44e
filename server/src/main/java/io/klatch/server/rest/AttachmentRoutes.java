package io.klatch.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.account.Identity;
import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.DownloadResult;
import io.klatch.domain.attachment.FileType;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.AttachmentApi;
import io.klatch.server.api.AttachmentLinks;
import io.klatch.server.api.Refusals;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.http.HttpHandler;
import io.klatch.server.http.Multipart;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Files under `/v1/attachments`, and uploads in parts under `/v1/uploads`. What is given out came
/// from somebody: its type is what its bytes say, and nothing of it runs in a browser.
public final class AttachmentRoutes {
  private static final String ONE = "/v1/attachments/{id}";
  private static final String UPLOAD = "/v1/uploads/{id}";

  /// What a form may be longer than its file.
  private static final long FORM_BYTES = 65_536;

  private final AttachmentApi attachments;
  private final Callers callers;
  private final long bytesMax;

  /// @param bytesMax of a file
  public AttachmentRoutes(AttachmentApi attachments, Callers callers, long bytesMax) {
    this.attachments = attachments;
    this.callers = callers;
    this.bytesMax = bytesMax;
  }

  public void addTo(Router.Builder router) {
    router.large("POST", "/v1/attachments", callers.only(this::upload));
    router.post(
        "/v1/uploads",
        callers.only(
            (caller, request) -> Answers.of(attachments.begin(caller, Bodies.object(request)))));
    router.get(
        UPLOAD,
        callers.only((caller, request) -> Answers.of(attachments.look(caller, id(request)))));
    router.large("PATCH", UPLOAD, callers.only(this::append));
    router.delete(
        UPLOAD,
        callers.only((caller, request) -> Answers.of(attachments.giveUp(caller, id(request)))));
    router.post(
        UPLOAD + "/complete",
        callers.only((caller, request) -> Answers.of(attachments.complete(caller, id(request)))));
    router.get(ONE, readable(this::file));
    router.get(ONE + "/thumbnail", readable(this::thumbnail));
    router.get(
        ONE + "/link",
        callers.only((caller, request) -> Answers.of(attachments.link(caller, id(request)))));
  }

  private Response upload(Identity caller, Request request) {
    var length = length(request);
    var form = Multipart.of(request);
    if (form == null) {
      var name = request.query().getOrDefault("name", "");
      var bytes = ByteStreams.source(request.input());
      return Answers.of(attachments.upload(caller, name, length, bytes));
    }
    Multipart.File file;
    try {
      file = form.next();
    } catch (IOException e) {
      return Answers.of(Refusals.badRequest("the form cannot be read: " + e.getMessage()));
    }
    if (file == null) {
      return Answers.of(Refusals.badRequest("the form has no file: give a part a filename"));
    }
    var bytes = ByteStreams.source(file.content());
    return Answers.of(attachments.upload(caller, file.name(), ofFile(length), bytes));
  }

  /// What a form of that length may hold at most.
  private @Nullable Long ofFile(@Nullable Long length) {
    if (length == null || length > bytesMax + FORM_BYTES) {
      return length;
    }
    return Math.min(length, bytesMax);
  }

  private Response append(Identity caller, Request request) {
    var bytes = ByteStreams.source(request.input());
    var offset = request.query().get("offset");
    return Answers.of(attachments.append(caller, id(request), offset, bytes));
  }

  /// A route for who may read, by header or by `?token=`.
  private HttpHandler readable(BiFunction<DownloadResult.Found, Request, Response> route) {
    var byHeader =
        callers.only(
            (caller, request) -> answer(attachments.find(caller, id(request)), request, route));
    return request -> {
      var token = request.query().get("token");
      return token == null
          ? byHeader.handle(request)
          : answer(attachments.open(id(request), token), request, route);
    };
  }

  private static Response answer(
      DownloadResult result,
      Request request,
      BiFunction<DownloadResult.Found, Request, Response> route) {
    return switch (result) {
      case DownloadResult.Found found -> route.apply(found, request);
      case DownloadResult.NotFound() -> notFound("no such attachment");
      case DownloadResult.Unavailable() -> Answers.of(Refusals.unavailable());
    };
  }

  private Response file(DownloadResult.Found found, Request request) {
    var attachment = found.attachment();
    var stream =
        new Response.Stream(
            (first, length) -> ByteStreams.stream(attachments.read(found.key(), first, length)),
            attachment.size());
    var response = Response.stream(contentType(attachment.type()), stream);
    return kept(response, attachment, attachment.type().isShown(), "");
  }

  private Response thumbnail(DownloadResult.Found found, Request request) {
    var bytes = found.attachment().thumbnail() ? attachments.thumbnail(found.key()) : null;
    if (bytes == null) {
      return notFound("the attachment has no thumbnail");
    }
    var type = FileType.of(bytes).wire();
    var response = new Response(200, Map.of("Content-Type", type), bytes);
    return kept(response, found.attachment(), true, "-thumbnail");
  }

  /// With what a browser may do with it.
  private static Response kept(
      Response response, Attachment attachment, boolean shown, String which) {
    return response
        .with("ETag", "\"" + attachment.id() + which + "\"")
        .with("Cache-Control", "private, max-age=" + AttachmentLinks.LIFE.toSeconds())
        .with("Content-Security-Policy", "sandbox; default-src 'none'")
        .with(
            "Content-Disposition",
            (shown ? "inline" : "attachment") + "; filename*=UTF-8''" + coded(attachment));
  }

  private static String coded(Attachment attachment) {
    return URLEncoder.encode(attachment.name().value(), UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A");
  }

  private static String contentType(FileType type) {
    return type == FileType.TEXT ? "text/plain; charset=utf-8" : type.wire();
  }

  private static Response notFound(String message) {
    return Answers.of(Refused.of(ErrorCode.NOT_FOUND, message));
  }

  private static @Nullable Long length(Request request) {
    var header = request.header("Content-Length");
    try {
      return header == null ? null : Long.valueOf(header);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static String id(Request request) {
    return request.variable("id");
  }
}
