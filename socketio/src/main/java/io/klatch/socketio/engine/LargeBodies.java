package io.klatch.socketio.engine;

import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.function.BiPredicate;

/// Requests beside the endpoints whose bodies are handed over as they come, instead of whole: each
/// reaches the fallback as a [LargeRequest].
///
/// @param which by method and path, the path as it was sent; asked on an event loop, so it must not
///   wait
/// @param timeout from the end of such a request's headers to the end of its body
public record LargeBodies(BiPredicate<String, String> which, Duration timeout) {
  public static final LargeBodies NONE =
      new LargeBodies((_, _) -> false, RequestLimits.defaults().bodyTimeout());

  public LargeBodies {
    EngineLimits.positive("timeout", timeout);
  }

  boolean hold(HttpRequest request) {
    var uri = request.uri();
    var query = uri.indexOf('?');
    return which.test(request.method().name(), query < 0 ? uri : uri.substring(0, query));
  }
}
