package io.klatch.socketio.engine;

import java.time.Duration;

/// What an HTTP request may take. Endpoints that share a port share these: the widest counts.
///
/// @param headTimeout from a request's first byte to the end of its headers
/// @param bodyTimeout from there to the end of its body, however steadily it drips; [LargeBodies]
///   have one of their own
/// @param answerTimeout how long a client may take to take an answer
/// @param keepAliveTimeout how long a connection may stay open between requests, and before the
///   first; longer than that of a proxy in front, which otherwise meets closed connections
/// @param lineBytesMax method, address and version; beyond it 414
/// @param headBytesMax all headers; beyond it 431
/// @param headersMax number of headers; beyond it 431
/// @param refusedBytesMax how much more of a body is read, and thrown away, after its 413 or, of a
///   large one, after its answer: a client that is cut off while it sends does not see the answer
public record RequestLimits(
    Duration headTimeout,
    Duration bodyTimeout,
    Duration answerTimeout,
    Duration keepAliveTimeout,
    int lineBytesMax,
    int headBytesMax,
    int headersMax,
    int refusedBytesMax) {
  public RequestLimits {
    EngineLimits.positive("headTimeout", headTimeout);
    EngineLimits.positive("bodyTimeout", bodyTimeout);
    EngineLimits.positive("answerTimeout", answerTimeout);
    EngineLimits.positive("keepAliveTimeout", keepAliveTimeout);
    EngineLimits.atLeast("lineBytesMax", lineBytesMax, 256);
    EngineLimits.atLeast("headBytesMax", headBytesMax, 1_024);
    EngineLimits.atLeast("headersMax", headersMax, 16);
    EngineLimits.atLeast("refusedBytesMax", refusedBytesMax, 0);
  }

  public static RequestLimits defaults() {
    return new RequestLimits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(75),
        8_192,
        16_384,
        100,
        4_000_000);
  }

  public RequestLimits withTimeouts(
      Duration head, Duration body, Duration answer, Duration keepAlive) {
    return new RequestLimits(
        head, body, answer, keepAlive, lineBytesMax, headBytesMax, headersMax, refusedBytesMax);
  }

  /// Of each limit the wider one.
  RequestLimits orWider(RequestLimits other) {
    return new RequestLimits(
        longer(headTimeout, other.headTimeout),
        longer(bodyTimeout, other.bodyTimeout),
        longer(answerTimeout, other.answerTimeout),
        longer(keepAliveTimeout, other.keepAliveTimeout),
        Math.max(lineBytesMax, other.lineBytesMax),
        Math.max(headBytesMax, other.headBytesMax),
        Math.max(headersMax, other.headersMax),
        Math.max(refusedBytesMax, other.refusedBytesMax));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
