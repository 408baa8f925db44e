import type { Conversation } from '@klatch/sdk';
import { useState } from 'react';
import { dayStart } from '../lib/search';
import { PanelFrame } from '../panel/PanelFrame';
import { Results } from './Results';
import { SearchField } from './SearchField';
import { useSearch } from './useSearch';

/** Search in one conversation, by words, author and date. */
export function SearchPanel({ conversation }: { conversation: Conversation }) {
  const [query, setQuery] = useState('');
  const [sender, setSender] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const found = useSearch({
    query,
    conversation_id: conversation.conversation_id,
    ...(sender ? { sender_id: sender } : {}),
    ...(from ? { from: dayStart(from) } : {}),
    ...(to ? { to: dayStart(to, 1) } : {}),
  });
  return (
    <PanelFrame title="Search" conversationId={conversation.conversation_id}>
      <div className="panel-content">
        <SearchField value={query} onValue={setQuery} label="Search in this conversation" focused />
        <div className="search-filters">
          <label className="field">
            By
            <select value={sender} onChange={(event) => setSender(event.target.value)}>
              <option value="">anybody</option>
              {conversation.member_ids.map((member) => (
                <option key={member}>{member}</option>
              ))}
            </select>
          </label>
          <label className="field">
            From
            <input type="date" value={from} max={to} onChange={(event) => setFrom(event.target.value)} />
          </label>
          <label className="field">
            To
            <input type="date" value={to} min={from} onChange={(event) => setTo(event.target.value)} />
          </label>
        </div>
        <Results found={found} everywhere={false} />
      </div>
    </PanelFrame>
  );
}
