import type { Message, Reaction, Role, SharedConversation } from './protocol.js';

interface Made {
  conversation_id: string;
  change_seq: number;
  actor_id: string;
  at: string;
}

interface OfMessage extends Made {
  message_id: string;
  seq: number;
}

/** What becomes different about a conversation, by the event that tells it. */
export interface ChangeEvents {
  'message:updated': OfMessage & { text: string; body: Record<string, unknown> | null; edited_at: string };
  'message:deleted': OfMessage & { cause?: 'expired' };
  'message:hidden': OfMessage;
  'message:reaction': OfMessage & { emoji: string; count: number; added: boolean };
  'message:pinned': OfMessage;
  'message:unpinned': OfMessage;
  'member:added': Made & { user_id: string };
  'member:removed': Made & { user_id: string };
  'member:role': Made & { user_id: string; role: Role };
  'conversation:updated': Made & Pick<SharedConversation, 'title' | 'picture' | 'metadata' | 'message_ttl_s' | 'retention_days'>;
  'conversation:settings': Made & { archived: boolean; pinned: boolean; muted_until: string | null };
}

type Entries = { [N in keyof ChangeEvents]: ChangeEvents[N] & { event: N } };

/** An entry of `message:changes`: the first argument of its event, with the event's name. */
export type Change = Entries[keyof Entries];
export type MessageChange = Extract<Change, { seq: number }>;

export const CHANGES: readonly Change['event'][] = [
  'message:updated',
  'message:deleted',
  'message:hidden',
  'message:reaction',
  'message:pinned',
  'message:unpinned',
  'member:added',
  'member:removed',
  'member:role',
  'conversation:updated',
  'conversation:settings',
];

export function isOfMessage(change: Change): change is MessageChange {
  return change.event.startsWith('message:');
}

/**
 * The message after the change; null when it is hidden from its reader. Says the same for a message that came in the state
 * after it.
 */
export function changed(message: Message, change: MessageChange, me: string | null): Message | null {
  switch (change.event) {
    case 'message:updated':
      return message.deleted ? message : edited(message, change);
    case 'message:deleted':
      return deleted(message);
    case 'message:hidden':
      return null;
    case 'message:reaction': {
      const { reactions: before = [], ...rest } = message;
      const reactions = reacted(before, change, me);
      return reactions.length > 0 ? { ...rest, reactions } : rest;
    }
    case 'message:pinned':
      return { ...message, pinned: true };
    case 'message:unpinned': {
      const { pinned: _, ...rest } = message;
      return rest;
    }
  }
}

/** What is left of a message that was deleted for all, or whose time is over. */
export function deleted(message: Message): Message {
  const { message_id, conversation_id, seq, sender_id, client_msg_id, created_at, thread, replies, expires_at } = message;
  const left = { message_id, conversation_id, seq, sender_id, client_msg_id, created_at, text: '', deleted: true };
  return {
    ...left,
    ...(thread === undefined ? {} : { thread }),
    ...(replies === undefined ? {} : { replies }),
    ...(expires_at === undefined ? {} : { expires_at }),
  };
}

function edited({ body: _, ...message }: Message, { text, body, edited_at }: ChangeEvents['message:updated']): Message {
  return { ...message, text, edited_at, ...(body === null ? {} : { body }) };
}

function reacted(before: readonly Reaction[], change: ChangeEvents['message:reaction'], me: string | null): Reaction[] {
  const { emoji, count, added, actor_id } = change;
  const known = before.find((reaction) => reaction.emoji === emoji);
  const mine = actor_id === me ? added : (known?.mine ?? false);
  const now = { emoji, count, mine };
  const after = known ? before.map((reaction) => (reaction === known ? now : reaction)) : [...before, now];
  return after.filter((reaction) => reaction.count > 0);
}
