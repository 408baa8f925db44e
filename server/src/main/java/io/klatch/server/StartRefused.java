package io.klatch.server;

/// The server cannot start, for a reason its operator can mend; the message is the one sentence
/// they get.
final class StartRefused extends Exception {
  private static final long serialVersionUID = 1;

  StartRefused(String sentence) {
    super(sentence);
  }

  StartRefused(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
