/** A value that can be watched. Fits React's `useSyncExternalStore(signal.subscribe, signal.get)` as it is. */
export interface Signal<T> {
  readonly get: () => T;
  readonly subscribe: (listener: () => void) => () => void;
}

export class Source<T> implements Signal<T> {
  private value: T;
  private readonly listeners = new Set<() => void>();

  constructor(initial: T) {
    this.value = initial;
  }

  readonly get = (): T => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const listener of [...this.listeners]) listener();
  }
}
