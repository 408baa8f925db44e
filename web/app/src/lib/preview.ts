import type { Conversation, Message } from '@klatch/sdk';
import { filesLine } from './files';

/** What a message is in one line. */
export function messageLine(message: Pick<Message, 'text' | 'deleted' | 'attachments'>): string {
  if (message.deleted) return 'Message deleted';
  return message.text.replace(/\s+/g, ' ').trim() || filesLine(message.attachments ?? []) || 'Message without text';
}

/** The newest message of a conversation in one line, and who wrote it; `ended` where it has disappeared by itself. */
export function previewLine({ last_message, type }: Conversation, me: string, ended = false): string {
  if (!last_message) return 'No messages yet';
  const who = last_message.sender_id === me ? 'You: ' : type !== 'direct' ? `${last_message.sender_id}: ` : '';
  return who + (ended ? 'Message disappeared' : messageLine(last_message));
}

export function isMuted({ me }: Conversation, now: Date): boolean {
  return me.muted_until !== null && Date.parse(me.muted_until) > now.getTime();
}

/** What the badge of a conversation says; null for none. */
export function badge({ me }: Conversation): { count: number; mentions: number; marked: boolean } | null {
  if (me.unread === 0 && !me.marked_unread) return null;
  return { count: me.unread, mentions: me.mentions, marked: me.marked_unread };
}

/** `bob`, `bob and carla`, `bob, carla and 2 others`. */
export function listed(names: readonly string[], shown = 3): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= shown) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const rest = names.length - shown + 1;
  return `${names.slice(0, shown - 1).join(', ')} and ${rest} others`;
}
