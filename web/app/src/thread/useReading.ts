import type { ThreadView } from '@klatch/sdk';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useMe } from '../hooks/useMe';

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

function useVisible(): boolean {
  return useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
}

/**
 * What of a thread is new to its reader.
 *
 * @return `newAfter`: where the marker stands, namely after what was seen before the thread was opened or the page was left;
 *   `below`: messages of others that came while the reader was further up
 */
export function useReading(conversationId: string, view: ThreadView, atBottom: boolean) {
  const { userId, seen } = useMe();
  const visible = useVisible();
  const last = view.messages.at(-1)?.seq ?? null;
  const [newAfter, setNewAfter] = useState<number | null>(() => seen.get()?.[conversationId] ?? null);
  const [readTo, setReadTo] = useState<number | null>(null);
  const reading = visible && atBottom && view.loaded;

  useEffect(() => {
    if (!reading || last === null) return;
    seen.mark(conversationId, last);
    setReadTo(last);
  }, [reading, last, seen, conversationId]);

  useEffect(() => {
    if (!visible) setNewAfter(seen.get()?.[conversationId] ?? null);
  }, [visible, seen, conversationId]);

  // Nothing came while nobody looked: what comes from now on is read as it comes, and needs no marker.
  useEffect(() => {
    if (visible && view.loaded) setNewAfter((mark) => (mark !== null && (last ?? 0) <= mark ? null : mark));
  }, [visible, view.loaded]);

  const below =
    readTo === null ? 0 : view.messages.filter(({ seq, sender_id }) => seq > readTo && sender_id !== userId).length;
  return { newAfter, below };
}
