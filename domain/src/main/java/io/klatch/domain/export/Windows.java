package io.klatch.domain.export;

import io.klatch.domain.kernel.Seq;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;

/// What is found among many messages, so many of them looked at in one step: a step stays short
/// where hardly any is one of those that are looked for. Confined to one thread.
final class Windows<T> implements Iterator<T> {
  static final int SIZE = 500;

  private final Seq last;
  private final BiFunction<Seq, Seq, List<T>> window;
  private Iterator<T> here = List.<T>of().iterator();
  private Seq seen = Seq.NONE;

  /// @param last number to look at
  /// @param window what there is after one number and up to another
  Windows(Seq last, BiFunction<Seq, Seq, List<T>> window) {
    this.last = last;
    this.window = window;
  }

  @Override
  public boolean hasNext() {
    while (!here.hasNext() && seen.compareTo(last) < 0) {
      var upTo = new Seq(Math.min(seen.value() + SIZE, last.value()));
      here = window.apply(seen, upTo).iterator();
      seen = upTo;
    }
    return here.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return here.next();
  }
}
