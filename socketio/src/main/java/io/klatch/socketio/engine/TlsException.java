package io.klatch.socketio.engine;

import java.io.IOException;

/// A certificate and key that cannot be used; the message says which and why, in one sentence.
public final class TlsException extends IOException {
  private static final long serialVersionUID = 1L;

  TlsException(String message) {
    super(message);
  }

  TlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
