import type { Conversation } from '@klatch/sdk';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { useNow } from '../hooks/useNow';
import { threadHref } from '../hooks/useRoute';
import { useSignal } from '../hooks/useSignal';
import { SearchEverywhere } from '../search/SearchEverywhere';
import { SearchField } from '../search/SearchField';
import { badge } from '../lib/preview';
import { BubbleIcon, ComposeIcon } from '../ui/icons';
import { ConversationRow } from './ConversationRow';
import { OwnCorner } from './OwnCorner';

interface Props {
  open: string | null;
  onStart: () => void;
  onSignOut: () => void;
}

type Filter = 'all' | 'unread' | 'archived';

const FILTERS: { filter: Filter; label: string; none: string }[] = [
  { filter: 'all', label: 'All', none: 'No conversations yet.' },
  { filter: 'unread', label: 'Unread', none: 'You have read everything.' },
  { filter: 'archived', label: 'Archived', none: 'Nothing is archived.' },
];

/** What is open stays in the list, read or not. */
function fits(conversation: Conversation, filter: Filter, open: string | null): boolean {
  if (filter === 'archived') return conversation.me.archived;
  if (conversation.me.archived) return false;
  return filter === 'all' || badge(conversation) !== null || conversation.conversation_id === open;
}

export function Sidebar({ open, onStart, onSignOut }: Props) {
  const { client } = useMe();
  const { conversations } = useSignal(client.conversations);
  const [filter, setFilter] = useState<Filter>('all');
  const [query, setQuery] = useState('');
  const nav = useFocusOnReturn(open);

  return (
    <nav className="sidebar" ref={nav} aria-label="Conversations">
      <header className="bar">
        <OwnCorner onSignOut={onSignOut} />
        <button type="button" className="tool start" aria-label="New conversation" title="New conversation" onClick={onStart}>
          <ComposeIcon />
        </button>
      </header>
      {conversations.length > 0 && <SearchField value={query} onValue={setQuery} label="Search messages" />}
      {query.trim() !== '' ? <SearchEverywhere query={query} /> : <List filter={filter} onFilter={setFilter} open={open} onStart={onStart} />}
    </nav>
  );
}

function List({ filter, onFilter, open, onStart }: { filter: Filter; onFilter: (filter: Filter) => void; open: string | null; onStart: () => void }) {
  const { client } = useMe();
  const { conversations, loaded, hasMore } = useSignal(client.conversations);
  const now = useNow();
  const shown = conversations.filter((conversation) => fits(conversation, filter, open));
  return (
    <>
      {conversations.length > 0 && <Filters filter={filter} onFilter={onFilter} />}
      {!loaded && <Skeleton />}
      {loaded && shown.length === 0 && <Nothing filter={filter} onStart={onStart} />}
      <ArrowList>
        {shown.map((conversation) => (
          <ConversationRow
            key={conversation.conversation_id}
            conversation={conversation}
            current={conversation.conversation_id === open}
            now={now}
          />
        ))}
      </ArrowList>
      {hasMore && <MoreButton load={() => client.listConversations()} />}
    </>
  );
}

function Filters({ filter, onFilter }: { filter: Filter; onFilter: (filter: Filter) => void }) {
  return (
    <div className="filters" role="group" aria-label="Show">
      {FILTERS.map(({ filter: each, label }) => (
        <button key={each} type="button" aria-pressed={filter === each} onClick={() => onFilter(each)}>
          {label}
        </button>
      ))}
    </div>
  );
}

/** As high as the rows that are about to come. */
function Skeleton() {
  return (
    <ul className="conversations" aria-label="Loading conversations" aria-busy="true">
      {[0, 1, 2, 3].map((row) => (
        <li key={row} className="skeleton-row" />
      ))}
    </ul>
  );
}

/** Closing a thread puts the focus on its row, so that the arrow keys go on from there. */
function useFocusOnReturn(open: string | null) {
  const nav = useRef<HTMLElement>(null);
  const before = useRef(open);
  useEffect(() => {
    if (open === null && before.current !== null) {
      nav.current?.querySelector<HTMLElement>(`a[href="${threadHref(before.current)}"]`)?.focus();
    }
    before.current = open;
  }, [open]);
  return nav;
}

/** Up and down, Home and End move between the links inside. */
function ArrowList({ children }: { children: ReactNode }) {
  const list = useRef<HTMLUListElement>(null);
  function move(event: KeyboardEvent) {
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    links[Math.min(Math.max(to, 0), links.length - 1)]?.focus();
  }
  return (
    <ul className="conversations" ref={list} onKeyDown={move}>
      {children}
    </ul>
  );
}

function Nothing({ filter, onStart }: { filter: Filter; onStart: () => void }) {
  return (
    <div className="empty">
      <BubbleIcon />
      <p>{FILTERS.find((each) => each.filter === filter)?.none}</p>
      {filter === 'all' && (
        <button type="button" className="primary" onClick={onStart}>
          Start one
        </button>
      )}
    </div>
  );
}

function MoreButton({ load }: { load: () => Promise<unknown> }) {
  const [busy, setBusy] = useState(false);
  async function more() {
    setBusy(true);
    await load().catch(() => {}); // Not loaded: the button is still there to press.
    setBusy(false);
  }
  return (
    <button type="button" className="quiet more" disabled={busy} onClick={() => void more()}>
      {busy ? 'Loading…' : 'Older conversations'}
    </button>
  );
}
