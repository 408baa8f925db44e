import type { SearchFor, SearchResult } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { explain } from '../lib/toasts';

export type Wanted = Omit<SearchFor, 'limit' | 'cursor'>;

export interface Found {
  /** Null until an answer has come. */
  results: readonly SearchResult[] | null;
  searching: boolean;
  problem: string | null;
  more: (() => void) | null;
}

/** Not with every keystroke: a user has two searches a second. */
const PAUSE_MS = 350;

/** Searches when the wish has rested for a moment; an empty query finds nothing and asks nobody. */
export function useSearch(wanted: Wanted): Found {
  const { client } = useMe();
  const [results, setResults] = useState<readonly SearchResult[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [searching, setSearching] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const key = JSON.stringify(wanted);

  useEffect(() => {
    const asked = JSON.parse(key) as Wanted;
    setProblem(null);
    setCursor(null);
    if (asked.query.trim() === '') {
      setResults(null);
      setSearching(false);
      return;
    }
    let current = true;
    setSearching(true);
    const timer = setTimeout(() => {
      client.commands
        .search(asked)
        .then(
          (page) => {
            if (!current) return;
            setResults(page.results);
            setCursor(page.has_more ? page.cursor : null);
          },
          (error: unknown) => {
            if (current) setProblem(explain(error));
          },
        )
        .finally(() => current && setSearching(false));
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, key]);

  async function loadMore(after: string) {
    setCursor(null);
    try {
      const page = await client.commands.search({ ...wanted, cursor: after });
      setResults((before) => [...(before ?? []), ...page.results]);
      setCursor(page.has_more ? page.cursor : null);
    } catch (error) {
      setProblem(explain(error));
      setCursor(after);
    }
  }

  return { results, searching, problem, more: cursor === null ? null : () => void loadMore(cursor) };
}
