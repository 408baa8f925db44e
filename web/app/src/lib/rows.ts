import type { Attachment, DeliveryState, Marks, Message, Outgoing, Refusal } from '@klatch/sdk';
import type { Line } from './lines';
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
  | { kind: 'line'; key: string; text: string }
  | { kind: 'message'; key: string; entry: Entry; first: boolean; last: boolean };

export interface RowsOf {
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  /** What happened meanwhile, oldest first. */
  lines?: readonly Line[];
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

/** Messages and lines in the order of their times; what is being sent stays last. */
function inOrder(stored: readonly Entry[], outgoing: readonly Entry[], lines: readonly Line[]): (Entry | Line)[] {
  const items: (Entry | Line)[] = [];
  let next = 0;
  const linesBefore = (at: string | null) => {
    for (let line = lines[next]; line && (at === null || line.at <= at); line = lines[++next]) items.push(line);
  };
  for (const entry of stored) {
    linesBefore(entry.createdAt);
    items.push(entry);
  }
  linesBefore(null);
  return [...items, ...outgoing];
}

const entryOf = (item: Entry | Line | undefined) => (item && 'senderId' in item ? item : undefined);
const timeOf = (item: Entry | Line) => ('senderId' in item ? item.createdAt : item.at);

/** What a thread shows from top to bottom. */
export function rowsOf(shown: RowsOf): Row[] {
  const { messages, outgoing, lines = [], me, newAfter } = shown;
  const stored = messages.map((message) => storedEntry(message, shown));
  const items = inOrder(stored, outgoing.map((item) => outgoingEntry(item, me)), lines);
  const isNew = (entry: Entry | undefined) => newAfter !== null && !!entry && entry.seq !== null && entry.seq > newAfter && !entry.own;
  const firstNew = items.findIndex((item) => isNew(entryOf(item)));
  const rows: Row[] = [];
  items.forEach((item, index) => {
    const before = items[index - 1];
    if (!before || !sameDay(timeOf(before), timeOf(item))) rows.push({ kind: 'day', key: `day/${item.key}`, at: timeOf(item) });
    if (index === firstNew) rows.push({ kind: 'new', key: 'new' });
    const entry = entryOf(item);
    if (!entry) {
      rows.push({ kind: 'line', key: item.key, text: (item as Line).text });
      return;
    }
    rows.push({
      kind: 'message',
      key: entry.key,
      entry,
      first: index === firstNew || !grouped(entryOf(before), entry),
      last: index + 1 === firstNew || !grouped(entry, entryOf(items[index + 1])),
    });
  });
  return rows;
}
