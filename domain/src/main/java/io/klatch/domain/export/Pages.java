package io.klatch.domain.export;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Everything in the order of its key, a page in memory at a time. Confined to one thread.
final class Pages<T> implements Iterator<T> {
  static final int SIZE = 200;

  private final Function<@Nullable T, List<T>> page;
  private Iterator<T> here = List.<T>of().iterator();
  private @Nullable T last;
  private boolean more = true;

  /// @param page what comes after the last one, null for the first page; at most [#SIZE], fewer
  ///   where there is nothing more
  Pages(Function<@Nullable T, List<T>> page) {
    this.page = page;
  }

  @Override
  public boolean hasNext() {
    if (!here.hasNext() && more) {
      var next = page.apply(last);
      more = next.size() >= SIZE;
      here = next.iterator();
    }
    return here.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var next = here.next();
    last = next;
    return next;
  }
}
