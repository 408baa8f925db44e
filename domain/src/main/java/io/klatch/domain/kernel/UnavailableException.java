package io.klatch.domain.kernel;

/// The store cannot do it now, and nothing was stored: it is full, stopping, or out of disk. Ports
/// throw it; use cases answer it as their `Unavailable` result.
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnavailableException(String message) {
    super(message);
  }

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
