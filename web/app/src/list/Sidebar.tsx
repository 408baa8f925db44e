import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useMe } from '../hooks/useMe';
import { useNow } from '../hooks/useNow';
import { threadHref } from '../hooks/useRoute';
import { useSignal } from '../hooks/useSignal';
import { unreadCount } from '../lib/seen';
import { Avatar } from '../ui/Avatar';
import { BubbleIcon, ComposeIcon, SignOutIcon } from '../ui/icons';
import { ConversationRow } from './ConversationRow';

interface Props {
  open: string | null;
  onStart: () => void;
  onSignOut: () => void;
}

export function Sidebar({ open, onStart, onSignOut }: Props) {
  const { client, userId, seen } = useMe();
  const { conversations, loaded, hasMore } = useSignal(client.conversations);
  const marks = useSignal(seen);
  const now = useNow();
  const nav = useFocusOnReturn(open);

  return (
    <nav className="sidebar" ref={nav} aria-label="Conversations">
      <header className="bar">
        <Avatar name={userId} />
        <h1 className="bar-title" title={userId}>
          {userId}
        </h1>
        <button type="button" className="tool" aria-label="Sign out" title="Sign out" onClick={onSignOut}>
          <SignOutIcon />
        </button>
        <button type="button" className="tool start" aria-label="New conversation" title="New conversation" onClick={onStart}>
          <ComposeIcon />
        </button>
      </header>
      {loaded && conversations.length === 0 && <NoConversations onStart={onStart} />}
      <ArrowList>
        {conversations.map((conversation) => (
          <ConversationRow
            key={conversation.conversation_id}
            conversation={conversation}
            current={conversation.conversation_id === open}
            unread={unreadCount(conversation, marks, userId)}
            me={userId}
            now={now}
          />
        ))}
      </ArrowList>
      {hasMore && <MoreButton load={() => client.listConversations()} />}
    </nav>
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

function NoConversations({ onStart }: { onStart: () => void }) {
  return (
    <div className="empty">
      <BubbleIcon />
      <p>No conversations yet.</p>
      <button type="button" className="primary" onClick={onStart}>
        Start one
      </button>
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
