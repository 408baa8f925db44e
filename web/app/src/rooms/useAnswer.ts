import { useCallback, useEffect, useState } from 'react';
import { explain } from '../lib/toasts';

export interface Answered<T> {
  answer: T | null;
  problem: string | null;
  again: () => void;
}

/** Asks when shown, and again when told; the question is another when `ask` is. */
export function useAnswer<T>(ask: () => Promise<T>): Answered<T> {
  const [state, setState] = useState<{ answer: T | null; problem: string | null }>({ answer: null, problem: null });
  const [times, setTimes] = useState(0);
  useEffect(() => {
    let gone = false;
    ask().then(
      (answer) => !gone && setState({ answer, problem: null }),
      (error: unknown) => !gone && setState({ answer: null, problem: explain(error) }),
    );
    return () => {
      gone = true;
    };
  }, [ask, times]);
  return { ...state, again: useCallback(() => setTimes((before) => before + 1), []) };
}
