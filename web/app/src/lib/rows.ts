import type { DeliveryState, Refusal, ThreadView } from '@klatch/sdk';
import { sameDay } from './time';

export interface Entry {
  /** Stays the same when a message of ours becomes a stored one. */
  key: string;
  senderId: string;
  own: boolean;
  text: string;
  createdAt: string;
  state: DeliveryState;
  clientMsgId: string | null;
  refusal: Refusal | null;
}

export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: 'new' }
  | { kind: 'message'; key: string; entry: Entry; first: boolean; last: boolean };

const GROUP_MS = 5 * 60_000;

function entriesOf(view: ThreadView, me: string | null): { entry: Entry; seq: number | null }[] {
  const stored = view.messages.map((message) => ({
    seq: message.seq,
    entry: {
      key: message.client_msg_id ? `${message.sender_id}/${message.client_msg_id}` : message.message_id,
      senderId: message.sender_id,
      own: message.sender_id === me,
      text: message.text,
      createdAt: message.created_at,
      state: 'stored' as const,
      clientMsgId: message.client_msg_id,
      refusal: null,
    },
  }));
  const outgoing = view.outgoing.map((item) => ({
    seq: null,
    entry: { ...item, key: `${me}/${item.clientMsgId}`, senderId: me ?? '', own: true },
  }));
  return [...stored, ...outgoing];
}

function grouped(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b || a.senderId !== b.senderId || !sameDay(a.createdAt, b.createdAt)) return false;
  return Date.parse(b.createdAt) - Date.parse(a.createdAt) < GROUP_MS;
}

/**
 * What a thread shows from top to bottom.
 *
 * @param newAfter messages of others with a higher number are new; null for no marker
 */
export function rowsOf(view: ThreadView, me: string | null, newAfter: number | null): Row[] {
  const entries = entriesOf(view, me);
  const firstNew =
    newAfter === null ? -1 : entries.findIndex(({ entry, seq }) => seq !== null && seq > newAfter && !entry.own);
  const rows: Row[] = [];
  entries.forEach(({ entry }, index) => {
    const before = entries[index - 1]?.entry;
    const after = entries[index + 1]?.entry;
    if (!before || !sameDay(before.createdAt, entry.createdAt)) {
      rows.push({ kind: 'day', key: `day/${entry.key}`, at: entry.createdAt });
    }
    if (index === firstNew) rows.push({ kind: 'new', key: 'new' });
    rows.push({
      kind: 'message',
      key: entry.key,
      entry,
      first: index === firstNew || !grouped(before, entry),
      last: index + 1 === firstNew || !grouped(entry, after),
    });
  });
  return rows;
}
