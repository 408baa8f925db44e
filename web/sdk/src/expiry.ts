import { deleted } from './changes.js';
import type { Message } from './protocol.js';

const endOf = ({ expires_at, deleted: gone }: Message) => (expires_at === undefined || gone ? null : Date.parse(expires_at));

/** When the first of these messages ends by itself, in milliseconds since 1970; null when none does. */
export function nextEnd(messages: readonly Message[]): number | null {
  return messages.reduce<number | null>((first, message) => {
    const end = endOf(message);
    return end === null ? first : Math.min(end, first ?? Infinity);
  }, null);
}

/** The messages as they are at that time: of those that have ended, what a deleted one leaves. */
export function withoutEnded(messages: Message[], now: number): Message[] {
  const hasEnded = (message: Message) => (endOf(message) ?? Infinity) <= now;
  return messages.some(hasEnded) ? messages.map((message) => (hasEnded(message) ? deleted(message) : message)) : messages;
}
