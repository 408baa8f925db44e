import type { Attachment, DeliveryState, Marks, Message, Outgoing, Refusal } from '@klatch/sdk';
import { sameDay } from './time';

/** How far a message of ours has come. */
export type Tick = DeliveryState | 'delivered' | 'read';

export interface Entry {
  /** Stays the same when a message of ours becomes a stored one. */
  key: string;
  /** Null while it is being sent. */
  message: Message | null;
  seq: number | null;
  senderId: string;
  own: boolean;
  text: string;
  createdAt: string;
  replyTo: number | null;
  mentions: readonly string[];
  attachments: readonly Attachment[];
  /** How many messages its thread has. */
  replies: number;
  state: DeliveryState;
  tick: Tick;
  clientMsgId: string | null;
  refusal: Refusal | null;
}

export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: 'new' }
  | { kind: 'message'; key: string; entry: Entry; first: boolean; last: boolean };

export interface RowsOf {
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  me: string | null;
  /** Messages of others with a higher number are new; null for no marker. */
  newAfter: number | null;
  /** Up to where all others have received and read. */
  reached: Reached;
  /** Number of replies by the `seq` of what they reply to. */
  replies: ReadonlyMap<number, number>;
}

export interface Reached {
  delivered: number;
  read: number;
}

const GROUP_MS = 5 * 60_000;

/** The least that all of them have reached. */
export function reachedBy(others: readonly string[], marks: ReadonlyMap<string, Marks>): Reached {
  if (others.length === 0) return { delivered: 0, read: 0 };
  const each = others.map((user) => marks.get(user));
  return {
    delivered: Math.min(...each.map((mark) => mark?.delivered_seq ?? 0)),
    read: Math.min(...each.map((mark) => mark?.read_seq ?? 0)),
  };
}

/**
 * Counts the replies to messages that are here. What came after a message is here as well, so those here are all; the
 * server's own number counts besides what one has hidden.
 */
export function repliesIn(messages: readonly Message[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { thread } of messages) {
    if (thread !== undefined) counts.set(thread, (counts.get(thread) ?? 0) + 1);
  }
  for (const { seq, replies = 0 } of messages) {
    if (replies > (counts.get(seq) ?? 0)) counts.set(seq, replies);
  }
  return counts;
}

function storedEntry(message: Message, { me, reached, replies }: RowsOf): Entry {
  const { seq, sender_id, client_msg_id } = message;
  const tick = seq <= reached.read ? 'read' : seq <= reached.delivered ? 'delivered' : 'stored';
  return {
    key: client_msg_id ? `${sender_id}/${client_msg_id}` : message.message_id,
    message,
    seq,
    senderId: sender_id,
    own: sender_id === me,
    text: message.text,
    createdAt: message.created_at,
    replyTo: message.reply_to ?? null,
    mentions: message.mentions ?? [],
    attachments: message.attachments ?? [],
    replies: replies.get(seq) ?? 0,
    state: 'stored',
    tick: sender_id === me ? tick : 'stored',
    clientMsgId: client_msg_id,
    refusal: null,
  };
}

function outgoingEntry(item: Outgoing, me: string | null): Entry {
  return {
    key: `${me}/${item.clientMsgId}`,
    message: null,
    seq: null,
    senderId: me ?? '',
    own: true,
    text: item.text,
    createdAt: item.createdAt,
    replyTo: item.reply_to ?? null,
    mentions: item.mentions ?? [],
    attachments: item.attachments ?? [],
    replies: 0,
    state: item.state,
    tick: item.state,
    clientMsgId: item.clientMsgId,
    refusal: item.refusal,
  };
}

function grouped(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b || a.senderId !== b.senderId || !sameDay(a.createdAt, b.createdAt)) return false;
  return Date.parse(b.createdAt) - Date.parse(a.createdAt) < GROUP_MS;
}

/** What a thread shows from top to bottom. */
export function rowsOf(shown: RowsOf): Row[] {
  const { messages, outgoing, me, newAfter } = shown;
  const entries = [
    ...messages.map((message) => storedEntry(message, shown)),
    ...outgoing.map((item) => outgoingEntry(item, me)),
  ];
  const firstNew =
    newAfter === null ? -1 : entries.findIndex(({ seq, own }) => seq !== null && seq > newAfter && !own);
  const rows: Row[] = [];
  entries.forEach((entry, index) => {
    const before = entries[index - 1];
    if (!before || !sameDay(before.createdAt, entry.createdAt)) {
      rows.push({ kind: 'day', key: `day/${entry.key}`, at: entry.createdAt });
    }
    if (index === firstNew) rows.push({ kind: 'new', key: 'new' });
    rows.push({
      kind: 'message',
      key: entry.key,
      entry,
      first: index === firstNew || !grouped(before, entry),
      last: index + 1 === firstNew || !grouped(entry, entries[index + 1]),
    });
  });
  return rows;
}
