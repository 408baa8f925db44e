import type { Message, Outgoing, Refusal } from '@klatch/sdk';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo } from 'react';
import { useNow } from '../hooks/useNow';
import type { Row } from '../lib/rows';
import { dayLabel } from '../lib/time';
import { explain } from '../lib/toasts';
import { DownIcon } from '../ui/icons';
import { MessageRow } from './MessageRow';
import type { StickyScroll } from './useStickyScroll';

/** What there is of a list that is loaded from its end. */
export interface Loading {
  hasOlder: boolean;
  loaded: boolean;
  loading: boolean;
  refusal: Refusal | null;
}

/** What there is below, where the newest message is not the last that is shown. */
export interface Newer {
  loading: boolean;
  refusal: Refusal | null;
  load: () => void;
  /** Shows the newest messages instead. */
  leave: () => void;
}

interface Props {
  label: string;
  rows: readonly Row[];
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  loading: Loading;
  loadOlder: () => void;
  newer?: Newer | null;
  scroll: StickyScroll;
  group: boolean;
  /** How many came while the reader was further up. */
  below: number;
  /** What stands above the first message of all. */
  beginning: string;
  /** What stands there when there is none. */
  emptiness: string;
  /** Before the first message, and after the last. */
  head?: ReactNode;
  foot?: ReactNode;
}

const LOAD_FROM_PX = 600;

export function MessageList({ label, rows, messages, loading, loadOlder, newer = null, scroll, group, below, beginning, emptiness, head, foot }: Props) {
  const now = useNow();
  const bySeq = useMemo(() => new Map(messages.map((message) => [message.seq, message])), [messages]);
  const { loaded, hasOlder, refusal } = loading;

  const loadNewer = newer?.refusal ? undefined : newer?.load;

  const loadNearEnds = useCallback(() => {
    const element = scroll.scroller.current;
    if (!element || !loaded) return;
    if (hasOlder && !refusal && element.scrollTop < LOAD_FROM_PX) loadOlder();
    else if (element.scrollHeight - element.scrollTop - element.clientHeight < LOAD_FROM_PX) loadNewer?.();
  }, [loadOlder, loadNewer, loaded, hasOlder, refusal, scroll.scroller]);

  useEffect(loadNearEnds, [loadNearEnds, messages.length]);

  return (
    <div className="messages-area">
      <div
        className="messages"
        ref={scroll.scroller}
        tabIndex={0}
        role="region"
        aria-label={label}
        onKeyDown={moveBetweenMessages}
        onScroll={() => {
          scroll.onScroll();
          loadNearEnds();
        }}
      >
        <ol ref={scroll.content} aria-busy={loading.loading}>
          {head}
          <Beginning loading={loading} empty={rows.length === 0} texts={{ beginning, emptiness }} onRetry={loadOlder} />
          {rows.map((row) => {
            if (row.kind === 'message') {
              const { key, entry, first, last } = row;
              const quoted = entry.replyTo === null ? null : (bySeq.get(entry.replyTo) ?? null);
              return <MessageRow key={key} entry={entry} quoted={quoted} first={first} last={last} showSender={group} />;
            }
            if (row.kind === 'line') {
              return (
                <li key={row.key} className="line" data-testid="line">
                  {row.text}
                </li>
              );
            }
            return (
              <li key={row.key} className={`divider ${row.kind}`}>
                <span>{row.kind === 'day' ? dayLabel(row.at, now) : 'New messages'}</span>
              </li>
            );
          })}
          {newer && <End newer={newer} />}
          {foot}
        </ol>
      </div>
      {!scroll.atBottom && (
        <button
          type="button"
          className="to-latest"
          onClick={() => {
            newer?.leave();
            scroll.toBottom();
          }}
          aria-label={newer ? 'Back to newest' : 'Jump to latest'}
        >
          {newer && <span>Back to newest</span>}
          <DownIcon />
          {below > 0 && <span className="unread">{below}</span>}
        </button>
      )}
    </div>
  );
}

/** Up and down move between messages; Enter opens the menu of the one with the focus. */
function moveBetweenMessages(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const target = event.target as HTMLElement;
  if (step === undefined || (target !== event.currentTarget && !target.matches('.message'))) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.message')];
  const at = rows.indexOf(target);
  const to = at < 0 ? rows.at(-1) : rows[at + step];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

function End({ newer: { loading, refusal, load } }: { newer: Newer }) {
  if (refusal) return <NotLoaded refusal={refusal} onRetry={load} />;
  return <li className="beginning">{loading ? 'Loading…' : ''}</li>;
}

function NotLoaded({ refusal, onRetry }: { refusal: Refusal; onRetry: () => void }) {
  return (
    <li className="beginning" role="alert">
      Could not load messages. {explain(refusal)}
      <button type="button" className="quiet" onClick={onRetry}>
        Try again
      </button>
    </li>
  );
}

interface BeginningProps {
  loading: Loading;
  empty: boolean;
  texts: { beginning: string; emptiness: string };
  onRetry: () => void;
}

/** Always as high, so that nothing moves when a page arrives. */
function Beginning({ loading, empty, texts, onRetry }: BeginningProps) {
  const { refusal, loaded, hasOlder, loading: busy } = loading;
  if (refusal) return <NotLoaded refusal={refusal} onRetry={onRetry} />;
  if (!loaded || hasOlder) return <li className="beginning">{busy ? 'Loading…' : ''}</li>;
  if (empty) return <li className="beginning empty-thread">{texts.emptiness}</li>;
  return <li className="beginning">{texts.beginning}</li>;
}
