import type { ThreadView } from '@klatch/sdk';
import { useCallback, useEffect, useMemo } from 'react';
import { useMe } from '../hooks/useMe';
import { useNow } from '../hooks/useNow';
import { rowsOf } from '../lib/rows';
import { dayLabel } from '../lib/time';
import { DownIcon } from '../ui/icons';
import { MessageRow } from './MessageRow';
import { useReading } from './useReading';
import { useStickyScroll } from './useStickyScroll';

interface Props {
  conversationId: string;
  view: ThreadView;
  group: boolean;
}

const LOAD_OLDER_PX = 600;

export function MessageList({ conversationId, view, group }: Props) {
  const { client, userId } = useMe();
  const now = useNow();
  const scroll = useStickyScroll(
    view.messages[0]?.message_id,
    view.messages.at(-1)?.message_id,
    view.outgoing.at(-1)?.clientMsgId,
  );
  const { newAfter, below } = useReading(conversationId, view, scroll.atBottom);
  const rows = useMemo(() => rowsOf(view, userId, newAfter), [view, userId, newAfter]);

  const loadOlder = useCallback(() => {
    const element = scroll.scroller.current;
    if (element && view.loaded && view.hasOlder && !view.refusal && element.scrollTop < LOAD_OLDER_PX) {
      void client.loadOlder(conversationId);
    }
  }, [client, conversationId, view.loaded, view.hasOlder, view.refusal, scroll.scroller]);

  useEffect(loadOlder, [loadOlder, view.messages.length]);

  const retry = useCallback((id: string) => client.retry(conversationId, id), [client, conversationId]);
  const discard = useCallback((id: string) => client.discard(conversationId, id), [client, conversationId]);

  return (
    <div className="messages-area">
      <div
        className="messages"
        ref={scroll.scroller}
        tabIndex={0}
        role="region"
        aria-label="Messages"
        onScroll={() => {
          scroll.onScroll();
          loadOlder();
        }}
      >
        <ol ref={scroll.content} aria-busy={view.loadingOlder}>
          <Beginning view={view} onRetry={() => void client.loadOlder(conversationId)} />
          {rows.map((row) => {
            if (row.kind === 'message') {
              const { key, entry, first, last } = row;
              const place = { first, last, showSender: group };
              return <MessageRow key={key} entry={entry} {...place} onRetry={retry} onDiscard={discard} />;
            }
            const label = row.kind === 'day' ? dayLabel(row.at, now) : 'New messages';
            return (
              <li key={row.key} className={`divider ${row.kind}`}>
                <span>{label}</span>
              </li>
            );
          })}
        </ol>
      </div>
      {!scroll.atBottom && (
        <button type="button" className="to-latest" onClick={scroll.toBottom} aria-label="Jump to latest">
          <DownIcon />
          {below > 0 && <span className="unread">{below}</span>}
        </button>
      )}
    </div>
  );
}

/** Always as high, so that nothing moves when a page arrives. */
function Beginning({ view, onRetry }: { view: ThreadView; onRetry: () => void }) {
  const empty = view.messages.length === 0 && view.outgoing.length === 0;
  if (view.refusal) {
    return (
      <li className="beginning">
        Could not load messages.
        <button type="button" className="quiet" onClick={onRetry}>
          Try again
        </button>
      </li>
    );
  }
  if (!view.loaded || view.hasOlder) return <li className="beginning">{view.loadingOlder ? 'Loading…' : ''}</li>;
  if (empty) return <li className="beginning empty-thread">No messages yet. Say hello.</li>;
  return <li className="beginning">The beginning of this conversation</li>;
}
