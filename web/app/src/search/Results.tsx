import type { SearchResult } from '@klatch/sdk';
import { useMe } from '../hooks/useMe';
import { useNow } from '../hooks/useNow';
import { threadHref } from '../hooks/useRoute';
import { useSignal } from '../hooks/useSignal';
import { conversationName } from '../lib/names';
import { pieces } from '../lib/search';
import { fullTime, listTime } from '../lib/time';
import { Avatar } from '../ui/Avatar';
import { SearchIcon } from '../ui/icons';
import type { Found } from './useSearch';

interface Props {
  found: Found;
  /** Says the conversation too, where results come from many. */
  everywhere: boolean;
  onOpen?: () => void;
}

export function Results({ found: { results, searching, problem, more }, everywhere, onOpen }: Props) {
  return (
    <div className="results" aria-busy={searching}>
      <p className="results-note" role="status">
        {problem ?? (searching ? 'Searching…' : results === null ? '' : results.length === 0 ? 'Nothing found.' : '')}
      </p>
      {!searching && results?.length === 0 && !problem && (
        <div className="empty">
          <SearchIcon />
          <p>No message has all of these words. Try fewer, or the beginning of one.</p>
        </div>
      )}
      <ul className="result-list" aria-label="Found messages">
        {results?.map((result) => (
          <ResultRow key={result.message_id} result={result} everywhere={everywhere} onOpen={onOpen} />
        ))}
      </ul>
      {more && (
        <button type="button" className="quiet more" onClick={more}>
          More results
        </button>
      )}
    </div>
  );
}

function ResultRow({ result, everywhere, onOpen }: { result: SearchResult; everywhere: boolean; onOpen: (() => void) | undefined }) {
  const { client, userId } = useMe();
  const { conversations } = useSignal(client.conversations);
  const now = useNow();
  const { conversation_id, seq, sender_id, created_at } = result;
  const conversation = conversations.find((each) => each.conversation_id === conversation_id);
  const who = sender_id === userId ? 'You' : sender_id;
  const where = everywhere && conversation ? conversationName(conversation, userId) : null;
  return (
    <li className="result">
      <a className="result-main" href={threadHref(conversation_id, { kind: 'at', seq })} onClick={onOpen}>
        <Avatar name={sender_id} />
        <span className="result-who">
          {who}
          {where && where !== sender_id && <span className="hint"> in {where}</span>}
        </span>
        <time dateTime={created_at} title={fullTime(created_at)}>
          {listTime(created_at, now)}
        </time>
        <span className="result-text" dir="auto">
          {pieces(result.snippet, result.highlights).map(({ text, found }, index) => (found ? <mark key={index}>{text}</mark> : text))}
        </span>
      </a>
    </li>
  );
}
