import type { Conversation } from '@klatch/sdk';
import { isAtLeast } from './roles';

const NAMES_SHOWN = 3;
const HUES = 8;

/** Whether it has roles, a title and members who come and go. */
export function isGroup({ type }: Pick<Conversation, 'type'>): boolean {
  return type !== 'direct';
}

/** In a broadcast conversation only moderators and above write. */
export function mayWrite({ type, me }: Conversation): boolean {
  return type !== 'broadcast' || isAtLeast(me.role, 'moderator');
}

export function otherMembers(conversation: Conversation, me: string | null): string[] {
  return conversation.member_ids.filter((member) => member !== me);
}

export function conversationName(conversation: Conversation, me: string | null): string {
  if (conversation.title) return conversation.title;
  const others = otherMembers(conversation, me);
  if (others.length === 0) return 'Only you';
  const shown = others.slice(0, NAMES_SHOWN).join(', ');
  return others.length > NAMES_SHOWN ? `${shown} +${others.length - NAMES_SHOWN}` : shown;
}

export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[1]] : [words[0] ?? name];
  return letters.map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 0x3f)).join('').toUpperCase();
}

/** A colour number that stays with the name. */
export function hueOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % HUES;
}
