import { useEffect, useState } from 'react';
import { explain } from '../lib/toasts';

/** Asks once, when the dialog opens. */
export function useLoaded<T>(load: () => Promise<T>): { value: T | null; problem: string | null } {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [first] = useState(() => load);
  useEffect(() => {
    let current = true;
    first().then(
      (loaded) => current && setValue(loaded),
      (error: unknown) => current && setProblem(explain(error)),
    );
    return () => {
      current = false;
    };
  }, [first]);
  return { value, problem };
}
