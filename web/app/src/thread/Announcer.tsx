import type { Message } from '@klatch/sdk';
import { useEffect, useRef, useState } from 'react';
import { messageLine } from '../lib/preview';

/** Reads new messages of others to a screen reader; pages of history stay silent. */
export function Announcer({ messages, me }: { messages: readonly Message[]; me: string }) {
  const newest = messages.at(-1);
  const heard = useRef<number | null>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    if (!newest) return;
    if (heard.current !== null && newest.seq > heard.current && newest.sender_id !== me) {
      setText(`${newest.sender_id}: ${messageLine(newest)}`);
    }
    heard.current = newest.seq;
  }, [newest, me]);
  return (
    <div className="visually-hidden" role="status" aria-label="New message">
      {text}
    </div>
  );
}
