package io.klatch.server.http;

/// Answers one request. Called on a virtual thread; may block.
@FunctionalInterface
public interface HttpHandler {
  Response handle(Request request);
}
