import { Results } from './Results';
import { useSearch } from './useSearch';

/** Messages of all conversations, in the place of the list. */
export function SearchEverywhere({ query }: { query: string }) {
  return <Results found={useSearch({ query })} everywhere />;
}
