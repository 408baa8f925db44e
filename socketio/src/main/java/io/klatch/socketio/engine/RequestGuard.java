package io.klatch.socketio.engine;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps a connection's requests within their limits of time and number: a head or a body that
/// drips is cut off, so is a client that does not take its answer or has no request for too long.
/// What follows of a body after its answer, a 413 for one, is bounded in bytes. While an answer is
/// being made, as for a poll that waits, there is no deadline; the session's heartbeat sees to
/// that.
///
/// Stands right behind the codec. A read that yields no message while none is being read is the
/// beginning of a head. One timer per connection, which is moved only when something is due sooner.
///
/// Confined to the channel's event loop.
final class RequestGuard extends ChannelDuplexHandler {
  private enum Reading {
    NOTHING,
    HEAD,
    BODY
  }

  /// A connection is gone before the body of its request had come.
  record BrokenOff(String uri) {}

  private static final long NEVER = Long.MAX_VALUE;

  private final RequestLimits limits;
  private final LargeBodies large;
  private final LimitCounts counts;
  private Reading reading = Reading.NOTHING;

  /// Of the request whose body is being read.
  private String uri = "";

  private Duration bodyTimeout;
  private long readingSince;

  /// The read going on has yielded part of a request.
  private boolean yielded;

  /// The request whose body is being read has its answer, and so much of the body has come since.
  private boolean skipping;

  private long skipped;

  /// Requests whose answer the client does not have yet.
  private int unanswered;

  /// Answers that the socket has not taken yet.
  private int leaving;

  private long leavingSince;
  private long idleSince = System.nanoTime();
  private boolean refused;
  private @Nullable ScheduledFuture<?> timer;
  private long timerAt;

  RequestGuard(RequestLimits limits, LargeBodies large, LimitCounts counts) {
    this.limits = limits;
    this.large = large;
    this.counts = counts;
    this.bodyTimeout = limits.bodyTimeout();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    arm(context);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    handlerRemoved(context);
    if (reading == Reading.BODY && !refused) {
      context.fireUserEventTriggered(new BrokenOff(uri));
    }
    context.fireChannelInactive();
  }

  // ------------------------------------------------------------------ what comes in

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused || !(message instanceof HttpObject part)) {
      ReferenceCountUtil.release(message);
      return;
    }
    yielded = true;
    countFailure(part);
    if (part instanceof HttpRequest request) {
      unanswered++;
      reading = Reading.BODY;
      uri = request.uri();
      readingSince = System.nanoTime();
      bodyTimeout = large.hold(request) ? large.timeout() : limits.bodyTimeout();
      if (request.headers().size() > limits.headersMax()) {
        ReferenceCountUtil.release(message);
        refuse(context, Limit.HEADERS, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
        return;
      }
    }
    if (skipping && part instanceof HttpContent content) {
      skipped += content.content().readableBytes();
      if (skipped > limits.refusedBytesMax()) {
        ReferenceCountUtil.release(message);
        end(context, Limit.REFUSED_BYTES);
        return;
      }
    }
    if (part instanceof LastHttpContent) {
      reading = Reading.NOTHING;
      skipping = false;
      uri = "";
    }
    context.fireChannelRead(message);
  }

  /// The codec found it; another handler answers.
  private void countFailure(HttpObject part) {
    var cause = part.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      counts.count(Limit.LINE_BYTES);
    } else if (cause instanceof TooLongHttpHeaderException) {
      counts.count(Limit.HEAD_BYTES);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!yielded && reading == Reading.NOTHING) {
      reading = Reading.HEAD;
      readingSince = System.nanoTime();
    }
    yielded = false;
    if (reading != Reading.NOTHING) {
      arm(context);
    }
    context.fireChannelReadComplete();
  }

  // ------------------------------------------------------------------ what goes out

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        var _ = context.write(message, promise);
        return;
      }
      boolean tooLarge = response.status().equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
      if (tooLarge) {
        counts.count(Limit.BODY_BYTES);
      }
      if (reading == Reading.BODY && (tooLarge || unanswered == 1)) {
        skipping = true;
        skipped = 0;
        uri = ""; // Nobody waits for the rest.
      }
    }
    if (message instanceof LastHttpContent) {
      leaving++;
      if (leaving == 1) {
        leavingSince = System.nanoTime();
      }
      var _ = context.write(message, promise.unvoid()).addListener(_ -> taken(context));
    } else {
      var _ = context.write(message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    context.flush();
    if (leaving > 0) {
      arm(context);
    }
  }

  private void taken(ChannelHandlerContext context) {
    leaving--;
    unanswered--;
    long now = System.nanoTime();
    leavingSince = now;
    idleSince = now;
    if (timer == null && context.channel().isActive()) {
      arm(context);
    }
  }

  // ------------------------------------------------------------------ deadlines

  private long nanosToDue(long now) {
    if (leaving > 0) {
      return left(limits.answerTimeout(), leavingSince, now);
    }
    return switch (reading) {
      case HEAD -> left(limits.headTimeout(), readingSince, now);
      case BODY -> left(bodyTimeout, readingSince, now);
      case NOTHING -> unanswered > 0 ? NEVER : left(limits.keepAliveTimeout(), idleSince, now);
    };
  }

  private static long left(Duration limit, long since, long now) {
    return Math.max(0, limit.toNanos() - (now - since));
  }

  private void arm(ChannelHandlerContext context) {
    long now = System.nanoTime();
    long due = nanosToDue(now);
    if (due == NEVER || refused || (timer != null && now + due - timerAt >= 0)) {
      return; // A timer that is early looks again.
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerAt = now + due;
    timer = context.executor().schedule(() -> look(context), due, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    timer = null;
    if (nanosToDue(System.nanoTime()) > 0) {
      arm(context);
    } else if (leaving > 0) {
      end(context, Limit.ANSWER_TIMEOUT);
    } else if (reading == Reading.HEAD) {
      late(context, Limit.HEAD_TIMEOUT, unanswered == 0);
    } else if (reading == Reading.BODY) {
      late(context, Limit.BODY_TIMEOUT, unanswered == 1);
    } else {
      var _ = context.close();
    }
  }

  /// @param isNext whether an answer written now would be the one to this request
  private void late(ChannelHandlerContext context, Limit limit, boolean isNext) {
    if (isNext) {
      refuse(context, limit, HttpResponseStatus.REQUEST_TIMEOUT);
    } else {
      end(context, limit);
    }
  }

  private void refuse(ChannelHandlerContext context, Limit limit, HttpResponseStatus status) {
    Replies.status(context, status);
    end(context, limit);
  }

  private void end(ChannelHandlerContext context, Limit limit) {
    refused = true;
    counts.count(limit);
    var _ = context.close();
  }
}
