import type { Conversation } from '@klatch/sdk';

/** How far this browser's user has looked at each conversation. The server keeps no read marks yet. */
export class Seen {
  private readonly key: string;
  private readonly listeners = new Set<() => void>();
  private marks: Readonly<Record<string, number>> | null;

  constructor(userId: string) {
    this.key = `klatch.seen.${userId}`;
    const kept = localStorage.getItem(this.key);
    this.marks = kept ? (JSON.parse(kept) as Record<string, number>) : null;
  }

  readonly get = (): Readonly<Record<string, number>> | null => this.marks;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** In a browser that has never been here, what is there already counts as seen. */
  begin(conversations: readonly Conversation[]): void {
    if (this.marks) return;
    this.keep(Object.fromEntries(conversations.map((c) => [c.conversation_id, c.last_seq])));
  }

  mark(conversationId: string, seq: number): void {
    if (seq <= (this.marks?.[conversationId] ?? 0)) return;
    this.keep({ ...this.marks, [conversationId]: seq });
  }

  private keep(marks: Readonly<Record<string, number>>): void {
    this.marks = marks;
    localStorage.setItem(this.key, JSON.stringify(marks));
    for (const listener of [...this.listeners]) listener();
  }
}

export function unreadCount(
  conversation: Conversation,
  marks: Readonly<Record<string, number>> | null,
  me: string | null,
): number {
  if (!marks || conversation.last_message?.sender_id === me) return 0;
  return Math.max(0, conversation.last_seq - (marks[conversation.conversation_id] ?? 0));
}
