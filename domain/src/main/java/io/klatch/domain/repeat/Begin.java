package io.klatch.domain.repeat;

/// Whether a request is to be done.
public sealed interface Begin {
  /// It is the first of its key; [Repeats#end] follows.
  record First() implements Begin {}

  /// It was done, and this is its answer.
  record Repeated(KeptAnswer answer) implements Begin {}

  /// Another request had this key.
  record Differs() implements Begin {}

  /// One of this key is being done at this moment.
  record UnderWay() implements Begin {}

  record Unavailable() implements Begin {}
}
