import type { Conversation, Message, OwnState, Stored } from '../src/index.js';

export function message(seq: number, fields: Partial<Message> = {}): Message {
  return {
    message_id: `m-${seq}`,
    conversation_id: 'c',
    seq,
    sender_id: 'bob',
    text: `text ${seq}`,
    client_msg_id: null,
    created_at: new Date(Date.UTC(2026, 0, 1) + seq * 1000).toISOString(),
    ...fields,
  };
}

export const ME: OwnState = {
  role: 'member',
  archived: false,
  pinned: false,
  muted_until: null,
  read_seq: 0,
  delivered_seq: 0,
  unread: 0,
  mentions: 0,
  marked_unread: false,
  draft: null,
};

export function conversation(id: string, day: number, fields: Partial<Conversation> = {}): Conversation {
  return {
    conversation_id: id,
    type: 'group',
    title: id,
    picture: null,
    metadata: null,
    message_ttl_s: null,
    retention_days: null,
    member_ids: ['ann', 'bob'],
    created_by: 'ann',
    created_at: new Date(Date.UTC(2026, 0, day)).toISOString(),
    last_seq: 0,
    change_seq: 0,
    last_message: null,
    me: ME,
    ...fields,
  };
}

export function messages(count: number): Message[] {
  return Array.from({ length: count }, (_, index) => message(index + 1));
}

export function storedFor(stored: Message): Stored {
  const { message_id, conversation_id, seq, created_at } = stored;
  return { message_id, conversation_id, seq, created_at, persisted_at: created_at, deduplicated: false };
}

export interface Random {
  below: (bound: number) => number;
  shuffle: <T>(items: T[]) => T[];
}

/** Repeatable: a failing seed fails again (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  const shuffle = <T>(items: T[]) => {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
    }
    return shuffled;
  };
  return { below, shuffle };
}
