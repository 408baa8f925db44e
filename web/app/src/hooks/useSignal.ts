import type { Signal } from '@klatch/sdk';
import { useSyncExternalStore } from 'react';

export function useSignal<T>(signal: Signal<T>): T {
  return useSyncExternalStore(signal.subscribe, signal.get);
}
