package io.klatch.domain.export;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/// Pieces one after the other, what is inside of a piece right behind it, and the end. Confined to
/// one thread.
final class Walk implements Iterator<Exported> {
  private final Deque<Iterator<? extends Exported>> ahead = new ArrayDeque<>();
  private final Function<Exported, List<Iterator<? extends Exported>>> inside;
  private long count;
  private boolean ended;

  Walk(
      List<Iterator<? extends Exported>> pieces,
      Function<Exported, List<Iterator<? extends Exported>>> inside) {
    this.inside = inside;
    ahead.addAll(pieces);
  }

  /// Whether there is nothing but the end.
  boolean isEmpty() {
    skipEmpty();
    return count == 0 && ahead.isEmpty();
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public Exported next() {
    if (ended) {
      throw new NoSuchElementException();
    }
    skipEmpty();
    var here = ahead.peek();
    if (here == null) {
      ended = true;
      return new Exported.End(count);
    }
    count++;
    var piece = here.next();
    inside.apply(piece).reversed().forEach(ahead::push);
    return piece;
  }

  private void skipEmpty() {
    for (var here = ahead.peek(); here != null && !here.hasNext(); here = ahead.peek()) {
      ahead.pop();
    }
  }
}
