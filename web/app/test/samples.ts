import type { Conversation, KlatchClient, Message, PresenceState, Scheduled, ThreadView } from '@klatch/sdk';
import { NOBODY_TYPES } from '@klatch/sdk';
import { vi } from 'vitest';

export const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute).toISOString();

export function message(seq: number, sender: string, createdAt = at(1, 9), fields: Partial<Message> = {}): Message {
  return {
    message_id: `m-${seq}`,
    conversation_id: 'c',
    seq,
    sender_id: sender,
    text: `text ${seq}`,
    client_msg_id: null,
    created_at: createdAt,
    ...fields,
  };
}

export const ME = {
  role: 'member' as const,
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

export function conversation(fields: Partial<Conversation> = {}): Conversation {
  return {
    conversation_id: 'c',
    type: 'group',
    title: null,
    picture: null,
    metadata: null,
    message_ttl_s: null,
    retention_days: null,
    member_ids: ['ann', 'bob'],
    created_by: 'ann',
    created_at: at(1, 9),
    last_seq: 0,
    change_seq: 0,
    last_message: null,
    me: ME,
    ...fields,
  };
}

export function view(messages: Message[], outgoing: ThreadView['outgoing'] = []): ThreadView {
  return { messages, outgoing, hasOlder: false, loaded: true, loadingOlder: false, past: null, refusal: null };
}

export const signal = <T>(value: T) => ({ get: () => value, subscribe: () => () => {} });

const done = () => vi.fn((..._args: unknown[]) => Promise.resolve({ change_seq: 1, deduplicated: false }));

/** A client that writes down what it is told. */
export function fakeClient(conversations: Conversation[] = [], presences: PresenceState[] = [], scheduled: Scheduled[] = []) {
  const commands = {
    react: done(),
    edit: done(),
    delete: done(),
    pinMessage: done(),
    archive: done(),
    mute: done(),
    pin: done(),
    setRole: done(),
    removeMember: done(),
    describe: done(),
    members: vi.fn(() => Promise.resolve({ members: [], has_more: false, cursor: null })),
  };
  const roster = signal({ conversations, loaded: true, hasMore: false });
  const byUser = signal(new Map(presences.map((state) => [state.user_id, state])));
  const fake = {
    commands,
    conversations: roster,
    send: vi.fn(),
    retry: vi.fn(),
    discard: vi.fn(),
    blocks: { view: signal(new Set<string>()), set: vi.fn(() => Promise.resolve()) },
    files: { upload: vi.fn(), link: vi.fn(() => Promise.resolve({ url: '/f', expires_at: at(1, 9) })) },
    schedule: {
      view: signal(scheduled),
      add: vi.fn((..._args: unknown[]) => Promise.resolve()),
      change: vi.fn((..._args: unknown[]) => Promise.resolve()),
      cancel: vi.fn((..._args: unknown[]) => Promise.resolve()),
      sendNow: vi.fn((..._args: unknown[]) => Promise.resolve()),
    },
    serverNow: () => Date.now(),
    chronicle: () => ({ view: signal({ happenings: [], whole: true }), reachBackTo: vi.fn(() => Promise.resolve()) }),
    drafts: { set: vi.fn(), flush: vi.fn(), elsewhere: signal(null) },
    typists: { of: () => signal(NOBODY_TYPES), start: vi.fn(), stop: vi.fn() },
    presences: { view: byUser, watch: () => () => {}, choose: vi.fn(() => Promise.resolve({})) },
  };
  return { ...fake, client: fake as unknown as KlatchClient };
}
