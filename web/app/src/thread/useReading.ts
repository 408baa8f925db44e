import type { Conversation, Message } from '@klatch/sdk';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useMe } from '../hooks/useMe';

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

function useVisible(): boolean {
  return useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
}

/**
 * What of a conversation is new to its reader, and telling the server what has been read.
 *
 * @param messages all of them, replies in threads included
 * @return `newAfter`: where the marker stands, namely after what was read before the conversation was opened or the page was
 *   left; `below`: messages of others that came while the reader was further up
 */
export function useReading(conversation: Conversation, messages: readonly Message[], loaded: boolean, atBottom: boolean) {
  const { client, userId } = useMe();
  const { conversation_id, me } = conversation;
  const visible = useVisible();
  const last = messages.at(-1)?.seq ?? null;
  const readSeq = useRef(me.read_seq);
  readSeq.current = Math.max(readSeq.current, me.read_seq);
  const [newAfter, setNewAfter] = useState<number | null>(me.read_seq);
  const [readTo, setReadTo] = useState<number | null>(null);
  const reading = visible && atBottom && loaded;

  useEffect(() => {
    if (!reading || last === null) return;
    client.read(conversation_id, last);
    setReadTo(last);
  }, [reading, last, client, conversation_id]);

  useEffect(() => {
    if (!visible) setNewAfter(readSeq.current);
  }, [visible]);

  // Nothing came while nobody looked: what comes from now on is read as it comes, and needs no marker.
  useEffect(() => {
    if (visible && loaded) setNewAfter((mark) => (mark !== null && (last ?? 0) <= mark ? null : mark));
  }, [visible, loaded]);

  const below = readTo === null ? 0 : messages.filter(({ seq, sender_id }) => seq > readTo && sender_id !== userId).length;
  return { newAfter, below };
}
