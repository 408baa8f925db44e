package io.klatch.server.http;

import io.klatch.server.http.Router.Match;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From a request to its answer: route, files, conditional requests, HEAD, compression, the headers
/// every answer has. The edge where a handler's fault is logged, once, and answered 500.
public final class Exchange implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  static final int COMPRESSED_FROM_BYTES = 1_024;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " font-src 'self'; media-src 'self' blob:; connect-src 'self'; manifest-src 'self';"
          + " worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Map<String, String> EVERY_ANSWER =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin");

  private final Router router;
  private final StaticFiles files;
  private final MeterRegistry meters;

  public Exchange(Router router, ClassLoader jar, MeterRegistry meters) {
    this.router = router;
    this.files = new StaticFiles(jar);
    this.meters = meters;
  }

  @Override
  public Response handle(Request request) {
    var head = request.method().equals("HEAD");
    var answer = answer(head ? request.asGet() : request);
    answer = unchanged(request, answer);
    answer = Ranges.apply(request, answer);
    answer = compressed(request, answer);
    var headers = new TreeMap<>(EVERY_ANSWER);
    headers.putAll(answer.headers());
    var length = answer.length();
    if (length != Response.Stream.UNKNOWN) {
      headers.put("Content-Length", Long.toString(length));
    }
    var code = headers.remove(Response.CODE);
    if (code != null) {
      meters.counter("klatch.refusals", "via", "http", "code", code).increment();
    }
    return head
        ? new Response(answer.status(), headers, Response.NO_BODY)
        : new Response(answer.status(), headers, answer.body(), answer.stream());
  }

  private Response answer(Request request) {
    var sample = Timer.start(meters);
    return switch (router.match(request.method(), request.path())) {
      case Match.Found(var handler, var pattern, var variables) -> {
        var answer = guarded(handler, request.with(variables));
        sample.stop(timer(pattern, answer.status()));
        yield answer;
      }
      case Match.WrongMethod(var allow) -> wrongMethod(allow);
      case Match.NoSuchPath() -> file(request);
    };
  }

  private Response file(Request request) {
    var found = files.find(request.path());
    if (found == null) {
      return Response.refusal(404, "not_found", "no such path");
    }
    return request.method().equals("GET") ? found : wrongMethod("GET, HEAD");
  }

  private static Response wrongMethod(String allow) {
    return Response.refusal(405, "bad_request", "allowed here: " + allow).with("Allow", allow);
  }

  private static Response guarded(HttpHandler handler, Request request) {
    try {
      return handler.handle(request);
    } catch (RuntimeException e) {
      log.error("request failed method={} path={}", request.method(), request.path(), e);
      return Response.refusal(500, "internal", "a fault of the server, logged there");
    }
  }

  private static Response unchanged(Request request, Response answer) {
    var tag = answer.headers().get("ETag");
    var known = request.header("If-None-Match");
    if (tag == null || known == null || answer.status() != 200) {
      return answer;
    }
    var same = Arrays.stream(known.split(",", -1)).map(String::strip).anyMatch(tag::equals);
    return same ? new Response(304, answer.headers(), Response.NO_BODY) : answer;
  }

  private static Response compressed(Request request, Response answer) {
    var type = answer.headers().getOrDefault("Content-Type", "");
    if (answer.body().length < COMPRESSED_FROM_BYTES || !isText(type)) {
      return answer;
    }
    var varying = answer.with("Vary", "Accept-Encoding");
    return acceptsGzip(request)
        ? varying.withBody(gzip(answer.body())).with("Content-Encoding", "gzip")
        : varying;
  }

  private static boolean isText(String type) {
    return type.startsWith("text/")
        || type.startsWith("application/json")
        || type.startsWith("application/manifest")
        || type.equals("image/svg+xml");
  }

  private static boolean acceptsGzip(Request request) {
    var accepted = request.header("Accept-Encoding");
    return accepted != null
        && Arrays.stream(accepted.split(",", -1))
            .map(coding -> coding.replace(" ", ""))
            .anyMatch(coding -> coding.equals("gzip") || acceptsWithWeight(coding));
  }

  private static boolean acceptsWithWeight(String coding) {
    return coding.startsWith("gzip;q=")
        && !List.of("0", "0.0", "0.00", "0.000").contains(coding.substring(7));
  }

  private static byte[] gzip(byte[] body) {
    var out = new ByteArrayOutputStream(body.length / 2);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  private Timer timer(String route, int status) {
    return Timer.builder("klatch.http.request.duration")
        .description("Time to answer an HTTP request, by route and class of status")
        .tag("route", route)
        .tag("status", status / 100 + "xx")
        .register(meters);
  }
}
