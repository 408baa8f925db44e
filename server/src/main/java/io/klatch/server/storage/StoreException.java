package io.klatch.server.storage;

/// A fault of the store. At opening, the message is one sentence for the operator; later it says
/// what was being done, and the outcome of that is unknown.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
